package chat.node.chat;

import chat.node.chat.Result.Outcome;

/** What a rule came to, and whether there was an effect to keep the request id beside. */
record Effect(Outcome outcome, boolean kept) {

  static Effect kept(Outcome outcome) {
    return new Effect(outcome, true);
  }

  static Effect notKept(Outcome outcome) {
    return new Effect(outcome, false);
  }

  static Effect refused(Refusal.Reason reason, String detail) {
    return notKept(new Outcome.Rejected(new Refusal(reason, detail)));
  }

  static Effect unknownUser(AccountName name) {
    return refused(Refusal.Reason.USER_NOT_FOUND, "there is no user " + name);
  }
}

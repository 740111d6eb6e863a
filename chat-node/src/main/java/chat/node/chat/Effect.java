package chat.node.chat;

import chat.node.chat.Result.Outcome;

/** What a rule came to, and whether the answer is kept under the request id. */
record Effect(Outcome outcome, Keeping keeping) {

  enum Keeping {
    ALWAYS,
    /**
     * Nothing was changed, and the same request could change something later: kept since {@link
     * Rules#SETTLED_REFUSALS}.
     */
    SETTLED,
    /** The same request changes nothing later either: no answer to keep. */
    NEVER
  }

  /** The state was changed. */
  static Effect kept(Outcome outcome) {
    return new Effect(outcome, Keeping.ALWAYS);
  }

  /** The state is as asked for now; later it can be otherwise. */
  static Effect unchanged(Outcome outcome) {
    return new Effect(outcome, Keeping.SETTLED);
  }

  /** The state is as asked for, and stays so. */
  static Effect notKept(Outcome outcome) {
    return new Effect(outcome, Keeping.NEVER);
  }

  static Effect refused(Refusal.Reason reason, String detail) {
    return new Effect(new Outcome.Rejected(new Refusal(reason, detail), false), Keeping.SETTLED);
  }

  /** As told by rules under which a refusal is final. */
  Effect settled() {
    return outcome instanceof Outcome.Rejected(Refusal refusal, boolean _)
        ? new Effect(new Outcome.Rejected(refusal, true), keeping)
        : this;
  }

  boolean isChange() {
    return keeping == Keeping.ALWAYS;
  }

  static Effect unknownUser(AccountName name) {
    return refused(Refusal.Reason.USER_NOT_FOUND, "there is no user " + name);
  }
}

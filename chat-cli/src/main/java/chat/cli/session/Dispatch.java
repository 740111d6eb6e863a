package chat.cli.session;

import java.util.Optional;

/** Messages on their way, and what became of them. */
final class Dispatch {
  /** Messages on their way at once; more are refused, and stay in the prompt. */
  static final int WAITING_LIMIT = 100;

  private final Desk desk;
  private long tickets;

  Dispatch(Desk desk) {
    this.desk = desk;
  }

  /** False where too many wait already. */
  boolean send(Conversation to, String text) {
    long waiting =
        desk.conversations.list().stream()
            .flatMap(any -> any.entries().stream())
            .filter(e -> e.seq() == 0 && e.stage() != Entry.Stage.REFUSED)
            .count();
    if (waiting >= WAITING_LIMIT) {
      desk.say("%d messages wait to be sent; send no more for now".formatted(waiting), Tone.BAD);
      return false;
    }
    tickets++;
    to.send(Entry.writing(tickets, desk.settings.me(), text));
    desk.conversations.used(to);
    desk.ask(new Request.Send(tickets, to.name(), text));
    return true;
  }

  /** From an earlier run. */
  void waiting(Input.Waiting w) {
    desk.conversations
        .named(w.to())
        .send(Entry.stored(w.ticket(), desk.settings.me(), w.text(), w.timeMillis()));
  }

  void acknowledged(Input.Acknowledged answer) {
    desk.conversations
        .withTicket(answer.ticket())
        .ifPresent(
            c ->
                c.acknowledged(
                    c.waiting(answer.ticket()).orElseThrow(), answer.seq(), answer.timeMillis()));
  }

  void stored(long ticket) {
    now(ticket, Entry.Stage.STORED, "");
  }

  /** It stays in its conversation, with the reason. */
  void refused(long ticket, String why) {
    now(ticket, Entry.Stage.REFUSED, why);
    desk.conversations
        .withTicket(ticket)
        .ifPresent(
            c -> desk.say("%s: not sent (%s); see /recall".formatted(c.title(), why), Tone.BAD));
  }

  private void now(long ticket, Entry.Stage stage, String why) {
    desk.conversations
        .withTicket(ticket)
        .ifPresent(c -> c.now(c.waiting(ticket).orElseThrow(), stage, why));
  }

  void elsewhere(long ticket) {
    desk.conversations
        .withTicket(ticket)
        .ifPresent(c -> c.takeAway(c.waiting(ticket).orElseThrow()));
  }

  /** Brings the last refused message back to the prompt, which is empty. */
  void recall(Conversation c) {
    Optional<Entry> refused = c.lastRefused();
    if (refused.isEmpty()) {
      desk.say("no message was refused here", Tone.FAINT);
      return;
    }
    c.takeAway(refused.get());
    c.prompt().replace(refused.get().text());
    desk.ask(new Request.Drop(refused.get().ticket()));
  }

  /** The text goes back to where it was written. */
  void failed(long ticket, String why) {
    desk.conversations
        .withTicket(ticket)
        .ifPresent(c -> failed(c, c.waiting(ticket).orElseThrow(), why));
  }

  private void failed(Conversation c, Entry waiting, String why) {
    c.takeAway(waiting);
    if (c.prompt().isEmpty()) {
      c.prompt().replace(waiting.text());
      String whose = desk.isOpen(c) ? "the prompt" : c.title() + "'s prompt";
      desk.say("not sent; the text is back in %s (%s)".formatted(whose, why), Tone.BAD);
    } else {
      c.prompt().remember(waiting.text());
      desk.say("not sent; Up brings the text back (%s)".formatted(why), Tone.BAD);
    }
  }

  void undecided(long ticket, String why) {
    now(ticket, Entry.Stage.UNDECIDED, "");
    desk.say("perhaps sent, perhaps not; trying again (%s)".formatted(why), Tone.WAITING);
  }
}

package chat.cli.session;

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
            .filter(e -> e.seq() == 0)
            .count();
    if (waiting >= WAITING_LIMIT) {
      desk.say("%d messages wait to be sent; send no more for now".formatted(waiting), Tone.BAD);
      return false;
    }
    tickets++;
    to.send(Entry.pending(tickets, desk.settings.me(), text, 0));
    desk.conversations.used(to);
    desk.ask(new Request.Send(tickets, to.name(), text));
    return true;
  }

  /** From an earlier run. */
  void waiting(Input.Waiting w) {
    desk.conversations
        .named(w.to())
        .send(Entry.pending(w.ticket(), desk.settings.me(), w.text(), w.timeMillis()));
  }

  void acknowledged(Input.Acknowledged answer) {
    desk.conversations
        .withTicket(answer.ticket())
        .ifPresent(
            c ->
                c.acknowledged(
                    c.waiting(answer.ticket()).orElseThrow(), answer.seq(), answer.timeMillis()));
  }

  /** The text goes back to where it was written. */
  void failed(long ticket, String why) {
    desk.conversations
        .withTicket(ticket)
        .ifPresent(c -> failed(c, c.waiting(ticket).orElseThrow(), why));
  }

  private void failed(Conversation c, Entry waiting, String why) {
    c.failed(waiting);
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
    desk.conversations
        .withTicket(ticket)
        .ifPresent(c -> c.undecided(c.waiting(ticket).orElseThrow()));
    desk.say("perhaps sent, perhaps not; trying again (%s)".formatted(why), Tone.WAITING);
  }
}

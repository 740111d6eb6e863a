package chat.cli.session;

/**
 * A message in a conversation. {@code seq} 0: it has no number yet, only a ticket. {@code why}: the
 * reason of a refusal.
 */
record Entry(
    long seq, long ticket, String from, String text, long timeMillis, Stage stage, String why) {

  /** How far a message of one's own has got before it has a number. */
  enum Stage {
    /** The outbox doesn't have it yet, so that it carries no mark. */
    WRITING,
    /** In the outbox, durably. */
    STORED,
    UNDECIDED,
    REFUSED,
    SETTLED
  }

  static Entry settled(long seq, String from, String text, long timeMillis) {
    return new Entry(seq, 0, from, text, timeMillis, Stage.SETTLED, "");
  }

  /** {@code timeMillis} 0: the session has no clock; the answer brings the time. */
  static Entry writing(long ticket, String from, String text) {
    return new Entry(0, ticket, from, text, 0, Stage.WRITING, "");
  }

  static Entry stored(long ticket, String from, String text, long timeMillis) {
    return new Entry(0, ticket, from, text, timeMillis, Stage.STORED, "");
  }

  Entry at(Stage other, String reason) {
    return new Entry(seq, ticket, from, text, timeMillis, other, reason);
  }
}

package chat.cli.session;

/** A message in a conversation. {@code seq} 0: it has no number yet, only a ticket. */
record Entry(long seq, long ticket, String from, String text, long timeMillis, boolean undecided) {

  static Entry settled(long seq, String from, String text, long timeMillis) {
    return new Entry(seq, 0, from, text, timeMillis, false);
  }

  /** {@code timeMillis} 0: the session has no clock; the answer brings the time. */
  static Entry pending(long ticket, String from, String text, long timeMillis) {
    return new Entry(0, ticket, from, text, timeMillis, false);
  }

  Entry asUndecided() {
    return new Entry(seq, ticket, from, text, timeMillis, true);
  }
}

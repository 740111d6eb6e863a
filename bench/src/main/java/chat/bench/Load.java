package chat.bench;

/** How messages are offered to a target. */
sealed interface Load {
  /** The text in tables. */
  String label();

  /** So many in flight: each answer starts the next send. */
  record Closed(int inFlight) implements Load {
    @Override
    public String label() {
      return inFlight + " in flight";
    }
  }

  /**
   * So many a second, whether or not earlier ones were answered: the time of each counts from when
   * it was due, so that a stall of the target is seen by every message that it held up.
   */
  record Open(int perSecond) implements Load {
    @Override
    public String label() {
      return perSecond + " a second";
    }
  }
}

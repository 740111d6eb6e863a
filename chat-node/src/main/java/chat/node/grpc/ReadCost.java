package chat.node.grpc;

/**
 * What a question costs of a session's rate, in the unit of {@link chat.node.chat.CommandCost}. A
 * question that looks at one row costs one.
 */
final class ReadCost {
  /** An export reads all that an account holds. */
  static final int EXPORT = 50;

  /** A search walks over the index of words before it finds its page. */
  private static final int SEARCH = 5;

  private static final int ENTRIES_PER_UNIT = 100;

  private ReadCost() {}

  /** Of a page with so many entries at most. */
  static int page(int entries) {
    return 1 + Math.max(0, entries) / ENTRIES_PER_UNIT;
  }

  static int search(int entries) {
    return SEARCH + page(entries);
  }
}

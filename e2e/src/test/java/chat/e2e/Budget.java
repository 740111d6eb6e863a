package chat.e2e;

/** How much a run does: small in the gate, more where the environment says so. */
public final class Budget {
  /** Messages of {@link BookIT}: {@code CHAT_BOOK_LINES}. */
  static final int BOOK_LINES = number("CHAT_BOOK_LINES", 3_000);

  /** Kills of {@link FailoverIT}: {@code CHAT_KILLS}. */
  static final int KILLS = number("CHAT_KILLS", 3);

  /** Users of {@link CrowdIT}: {@code CHAT_USERS}. */
  static final int USERS = number("CHAT_USERS", 20);

  /** How long they go on: {@code CHAT_USERS_SECONDS}. */
  static final int USERS_SECONDS = number("CHAT_USERS_SECONDS", 20);

  private Budget() {}

  public static int number(String variable, int otherwise) {
    String given = System.getenv(variable);
    return given == null ? otherwise : Integer.parseInt(given);
  }
}

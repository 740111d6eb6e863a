package chat.node.sqlite;

/** The database contradicts itself, its checksums, or SQLite's rules. */
final class Damage extends Exception {
  private static final long serialVersionUID = 1L;

  Damage(String message) {
    super(message);
  }

  Damage(String message, Throwable cause) {
    super(message, cause);
  }
}

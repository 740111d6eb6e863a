package chat.node.sqlite;

/** A backup isn't restored; the data folder is as it was. The message tells an operator. */
public final class RestoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Reason {
    /** The file is something else. */
    NOT_A_BACKUP,
    /** It was cut off, or changed since it was made. */
    DAMAGED,
    /** A newer version of this program made it. */
    NEWER_SCHEMA,
    /** The folder holds data, and nobody said that it may be replaced. */
    HAS_DATA
  }

  private final Reason reason;

  RestoreException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  RestoreException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

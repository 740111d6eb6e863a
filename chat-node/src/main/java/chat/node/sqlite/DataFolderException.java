package chat.node.sqlite;

/** The node can't use its data folder; nothing in it was changed. The message tells an operator. */
public final class DataFolderException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the folder. */
  public enum Reason {
    /** It is another node's: a volume at the wrong place, a name that was changed. */
    OTHER_NODE,
    /** Another process, or another store of this one, has it. */
    DATA_FOLDER_IN_USE,
    /** There is a file where the folder should be. */
    NOT_A_FOLDER,
    /** It can't be created or written: permissions, or a read-only volume. */
    NOT_WRITABLE,
    /** Its database is another program's. */
    FOREIGN_DATABASE,
    /** A newer version of this program wrote it. */
    NEWER_SCHEMA,
    /** The database could not be brought to this version. */
    MIGRATION_FAILED,
    /** SQLite's library can't be unpacked or loaded: a full disk, or one mounted noexec. */
    NO_SQLITE,
    /** The disk itself reports errors, or is full. */
    DISK_FAILED
  }

  private final Reason reason;

  DataFolderException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  DataFolderException(Reason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

package chat.node.sqlite;

import chat.node.host.ReadBounds;
import chat.node.host.ReadCutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.ProgressHandler;

/**
 * Interrupts the queries of one connection where the bounds of the read say so. SQLite calls it
 * after every so many steps of its virtual machine, within a scan, a sort or a search of words,
 * too. One thread at a time.
 */
final class SqlBrake extends ProgressHandler {
  /** Some tenths of a millisecond of a query's work, against which a call of Java is nothing. */
  static final int STEPS = 20_000;

  private ReadBounds bounds = Optional::empty;
  private Optional<ReadBounds.Cut> cut = Optional.empty();

  /** The brake of this connection. */
  static SqlBrake on(Connection connection) throws SQLException {
    SqlBrake brake = new SqlBrake();
    setHandler(connection, STEPS, brake);
    return brake;
  }

  /** A read begins on this thread; fails where it must not. */
  void begin() {
    bounds = ReadBounds.current();
    cut = Optional.empty();
    Optional<ReadBounds.Cut> before = bounds.cut();
    if (before.isPresent()) {
      throw new ReadCutException(before.get());
    }
  }

  /** From now on nothing on this connection is interrupted, until the next read begins. */
  void release() {
    bounds = Optional::empty;
    cut = Optional.empty();
  }

  /** Why the read was interrupted, if it was. */
  Optional<ReadBounds.Cut> cut() {
    return cut;
  }

  @Override
  protected int progress() {
    cut = bounds.cut();
    return cut.isPresent() ? 1 : 0;
  }
}

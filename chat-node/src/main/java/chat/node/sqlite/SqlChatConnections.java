package chat.node.sqlite;

import chat.node.host.ReadBounds;
import chat.node.host.ReadCutException;
import chat.node.host.StoreFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Connections that only read, up to a limit; a caller that comes when all are busy waits. Each is
 * opened when first needed and kept. Any platform thread. A read ends early where the {@link
 * ReadBounds} of its thread say so.
 */
public final class SqlChatConnections implements AutoCloseable {

  /** Opens one more connection that can't write. */
  @FunctionalInterface
  public interface Opener {
    Connection open() throws SQLException;
  }

  /** A question, asked within one read transaction. */
  @FunctionalInterface
  interface Question<T> {
    T ask(SqlChatStatements sql) throws SQLException;
  }

  private record Idle(Connection connection, SqlChatStatements sql, SqlBrake brake) {}

  private static final Logger LOG = System.getLogger(SqlChatConnections.class.getName());

  private final Opener opener;
  private final int limit;
  private final Semaphore free;
  private final Queue<Idle> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  SqlChatConnections(Opener opener, int limit) {
    this.opener = opener;
    this.limit = limit;
    this.free = new Semaphore(limit, true);
  }

  /** All statements of the question see the newest state as of its first one. */
  <T> T read(Question<T> question) {
    free.acquireUninterruptibly();
    try {
      if (closed) {
        throw new StoreFailure("the database is closed");
      }
      return ask(take(), question);
    } catch (SQLException e) {
      throw new StoreFailure("the chat's state can't be read", e);
    } finally {
      free.release();
    }
  }

  private <T> T ask(Idle taken, Question<T> question) throws SQLException {
    boolean done = false;
    try {
      taken.brake().begin();
      T answer = question.ask(taken.sql());
      // Ends the read transaction; the next one begins with the next question's first statement.
      taken.connection().commit();
      done = true;
      return answer;
    } catch (ReadCutException e) {
      done = true;
      throw e;
    } catch (SQLException e) {
      Optional<ReadBounds.Cut> cut = taken.brake().cut();
      if (cut.isEmpty()) {
        throw e;
      }
      done = rolledBack(taken);
      throw new ReadCutException(cut.get());
    } finally {
      if (done) {
        idle.add(taken);
      } else {
        discard(taken);
      }
    }
  }

  /**
   * Ends the transaction of an interrupted read, unbraked; false where that fails, too. The caller
   * hears of the interruption in either case.
   */
  private static boolean rolledBack(Idle taken) {
    taken.brake().release();
    try {
      taken.connection().rollback();
      return true;
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "an interrupted read is not rolled back: its connection closes", e);
      return false;
    }
  }

  /** What the question ended with counts, not how the connection closes. */
  private static void discard(Idle taken) {
    try {
      taken.connection().close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "a connection that failed did not close", e);
    }
  }

  private Idle take() throws SQLException {
    Idle known = idle.poll();
    if (known != null) {
      return known;
    }
    Connection connection = opener.open();
    connection.setAutoCommit(false);
    return new Idle(connection, new SqlChatStatements(connection), SqlBrake.on(connection));
  }

  /** Waits for the questions under way, refuses later ones. */
  @Override
  public void close() {
    closed = true;
    free.acquireUninterruptibly(limit);
    try {
      for (Idle one = idle.poll(); one != null; one = idle.poll()) {
        one.connection().close();
      }
    } catch (SQLException e) {
      throw new StoreFailure("a connection can't be closed", e);
    } finally {
      free.release(limit);
    }
  }
}

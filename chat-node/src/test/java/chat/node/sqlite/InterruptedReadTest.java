package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.node.host.ReadBounds;
import chat.node.host.ReadCutException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sqlite.jdbc4.JDBC4Connection;

@Timeout(60)
class InterruptedReadTest {
  /** Has no end; its one row never comes. */
  private static final String ENDLESS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

  private final AtomicInteger opened = new AtomicInteger();
  private final SqlChatConnections connections =
      new SqlChatConnections(
          () -> {
            opened.incrementAndGet();
            return DriverManager.getConnection("jdbc:sqlite::memory:");
          },
          1);

  @AfterEach
  void end() {
    connections.close();
  }

  @Test
  void a_query_without_an_end_is_interrupted_when_its_bounds_say_so() {
    AtomicInteger asked = new AtomicInteger();
    ReadBounds bounds = boundsOf(ReadBounds.Cut.TOO_EXPENSIVE, asked);

    ReadCutException cut =
        catchThrowableOfType(
            ReadCutException.class,
            () -> ScopedValue.where(ReadBounds.CURRENT, bounds).run(this::readWithoutEnd));

    assertThat(cut.cut()).isEqualTo(ReadBounds.Cut.TOO_EXPENSIVE);
    assertThat(asked).hasValue(4);
    assertThat(connections.<Long>read(sql -> sql.number(0, "SELECT 7")))
        .as("the next read on the same connection")
        .isEqualTo(7);
    assertThat(opened).hasValue(1);
  }

  @Test
  void an_interrupted_read_is_told_as_such_though_its_rollback_fails_and_others_go_on() {
    AtomicInteger made = new AtomicInteger();
    try (SqlChatConnections failing =
        new SqlChatConnections(
            () ->
                made.incrementAndGet() == 1
                    ? new UnrollableConnection()
                    : DriverManager.getConnection("jdbc:sqlite::memory:"),
            1)) {
      ReadBounds bounds = boundsOf(ReadBounds.Cut.TOO_EXPENSIVE, new AtomicInteger());
      ReadCutException cut =
          catchThrowableOfType(
              ReadCutException.class,
              () ->
                  ScopedValue.where(ReadBounds.CURRENT, bounds)
                      .run(() -> failing.<Long>read(sql -> sql.number(0, ENDLESS))));

      assertThat(cut.cut()).isEqualTo(ReadBounds.Cut.TOO_EXPENSIVE);
      assertThat(failing.<Long>read(sql -> sql.number(0, "SELECT 7"))).isEqualTo(7);
      assertThat(made).as("the connection that failed isn't used again").hasValue(2);
    }
  }

  /** A connection of which an interruption is still in force at the rollback. */
  private static final class UnrollableConnection extends JDBC4Connection {
    UnrollableConnection() throws SQLException {
      super("jdbc:sqlite::memory:", ":memory:", new Properties());
    }

    @Override
    public void rollback() throws SQLException {
      throw new SQLException("[SQLITE_INTERRUPT] Operation terminated by sqlite3_interrupt()");
    }
  }

  @Test
  void a_read_whose_caller_is_gone_reaches_no_query() {
    AtomicInteger queries = new AtomicInteger();
    ReadBounds gone = () -> Optional.of(ReadBounds.Cut.CALLER_GONE);

    ReadCutException cut =
        catchThrowableOfType(
            ReadCutException.class,
            () ->
                ScopedValue.where(ReadBounds.CURRENT, gone)
                    .run(() -> connections.read(_ -> queries.incrementAndGet())));

    assertThat(cut.cut()).isEqualTo(ReadBounds.Cut.CALLER_GONE);
    assertThat(queries).hasValue(0);
  }

  /** Cut at the fourth question. */
  private static ReadBounds boundsOf(ReadBounds.Cut cut, AtomicInteger asked) {
    return () -> asked.incrementAndGet() > 3 ? Optional.of(cut) : Optional.empty();
  }

  private void readWithoutEnd() {
    var _ = connections.<Long>read(sql -> sql.number(0, ENDLESS));
  }
}

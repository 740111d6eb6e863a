package chat.node.sqlite;

import chat.node.chat.AccountOutcome;
import chat.node.chat.Result;
import chat.node.replica.Payload;
import chat.view.NodeName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A chat state for tests of the store: a row for each entry applied, a running digest that only
 * comes out equal when all were applied once and in order, and a full-text table as search has one.
 */
final class TestState implements Applier {
  /** Whose folders these are. */
  static final NodeName OWNER = new NodeName("chat-0");

  private final PreparedStatement insert;
  private final PreparedStatement digest;

  private TestState(Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS test_state(idx INTEGER PRIMARY KEY, text TEXT NOT NULL,"
              + " digest INTEGER NOT NULL)");
      statement.execute("CREATE INDEX IF NOT EXISTS test_state_text ON test_state(text)");
      statement.execute("CREATE VIRTUAL TABLE IF NOT EXISTS test_words USING fts5(text)");
    }
    this.insert =
        writer.prepareStatement("INSERT INTO test_state(idx, text, digest) VALUES(?,?,?)");
    this.digest =
        writer.prepareStatement("SELECT coalesce(max(digest), 0) FROM test_state WHERE idx = ?");
  }

  static Applier on(Connection writer) throws SQLException {
    return new TestState(writer);
  }

  @Override
  public Result apply(long index, Payload payload) throws SQLException {
    digest.setLong(1, index - 1);
    long before;
    try (ResultSet row = digest.executeQuery()) {
      before = row.next() ? row.getLong(1) : 0;
    }
    insert.setLong(1, index);
    insert.setString(2, new String(payload.bytes(), StandardCharsets.UTF_8));
    insert.setLong(3, next(before, payload));
    insert.executeUpdate();
    return new Result.Answer(index, payload.size(), false, new AccountOutcome.Registered());
  }

  static long next(long digest, Payload payload) {
    CRC32C crc = new CRC32C();
    crc.update(Long.toString(digest).getBytes(StandardCharsets.US_ASCII));
    crc.update(payload.bytes());
    return crc.getValue();
  }

  /** The indexes applied, over a connection of its own. */
  static List<Long> indexes(Database database) {
    return numbers(database, "SELECT idx FROM test_state ORDER BY idx");
  }

  /** The digest of the last entry applied. */
  static long digest(Database database) {
    return numbers(
            database,
            "SELECT coalesce((SELECT digest FROM test_state ORDER BY idx DESC LIMIT 1), 0)")
        .getFirst();
  }

  static List<Long> numbers(Database database, String query) {
    List<Long> found = new ArrayList<>();
    try (Connection connection = database.reader();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getLong(1));
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}

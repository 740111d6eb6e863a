package chat.node.sqlite;

import static chat.node.chat.Commands.name;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Command;
import chat.node.chat.Commands;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counters say what counting would: after any commands, and after a migration. */
class SqlCountersTest {
  private static final String GROUP_UNREAD =
      """
      SELECT k.account, k.conversation, (SELECT count(*) FROM messages m
        WHERE m.conversation = k.conversation AND m.sender <> k.account AND m.deleted = 0
        AND m.seq >= k.joined_seq AND m.seq > coalesce((SELECT q.read_seq FROM marks q
          WHERE q.conversation = k.conversation AND q.account = k.account), 0)
        AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.account = k.account
          AND h.conversation = m.conversation AND h.seq = m.seq)),
        max(k.joined_seq - 1, coalesce((SELECT q.read_seq FROM marks q
          WHERE q.conversation = k.conversation AND q.account = k.account), 0))
      FROM members k WHERE k.left_position = 0 ORDER BY 1, 2""";

  private static final String WRONG_ACTIVITY =
      """
      SELECT a.account, a.conversation FROM activity a
      WHERE a.position <> (SELECT max(position) FROM messages m
        WHERE m.conversation = a.conversation)
      OR a.unread <> (SELECT count(*) FROM unread u
        WHERE u.account = a.account AND u.conversation = a.conversation)
      UNION ALL SELECT c.id, c.lower FROM conversations c WHERE (SELECT count(*) FROM activity a
        WHERE a.conversation = c.id) <> 2 - (c.lower = c.higher)
      UNION ALL SELECT b.account, b.unread FROM mailboxes b
      WHERE b.unread <> (SELECT count(*) FROM unread u WHERE u.account = b.account)""";

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void afterAnyCommandsTheCountersSayWhatCountingSays(long seed) throws Exception {
    try (ChatDatabase database = new ChatDatabase(temp.resolve("chat.db"))) {
      List<Command> commands = Commands.random(seed, 600);
      for (int i = 0; i < commands.size(); i++) {
        database.apply(i + 1, commands.get(i));
        if (i % 100 == 99) {
          assertCountersRight(database.writer());
        }
      }
    }
  }

  @Test
  void aDatabaseOfVersion31GetsItsCountersAndGoesOnWithThem() throws Exception {
    Path file = temp.resolve("chat.db");
    try (InputStream golden =
        new GZIPInputStream(
            Objects.requireNonNull(getClass().getResourceAsStream("/golden/v31.db.gz")))) {
      Files.copy(golden, file);
    }
    Migrations.migrate(file);
    try (ChatDatabase database = new ChatDatabase(file)) {
      assertThat(numbers(database.writer(), "SELECT count(*) FROM removals").getFirst())
          .as("the old database holds deletions in groups")
          .isPositive();
      assertCountersRight(database.writer());
      List<Command> more = Commands.random(31, 1_100);
      for (int i = 800; i < more.size(); i++) {
        database.apply(i + 1, Commands.later(more.get(i), 10_000 + i));
      }
      assertCountersRight(database.writer());
      database.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)");
      try (SqlChatReader reader = database.reader(1)) {
        assertThat(reader.conversations(name("a"), Long.MAX_VALUE, 100).rows()).isNotEmpty();
      }
    }
  }

  private static void assertCountersRight(Connection connection) throws SQLException {
    assertThat(numbers(connection, WRONG_ACTIVITY)).isEmpty();
    List<Long> counted = numbers(connection, GROUP_UNREAD);
    SqlChatStatements sql = new SqlChatStatements(connection);
    for (int i = 0; i < counted.size(); i += 4) {
      assertThat(
              SqlCounters.unreadInGroup(
                  sql, counted.get(i), counted.get(i + 1), counted.get(i + 3)))
          .as("account %d in group %d", counted.get(i), counted.get(i + 1))
          .isEqualTo(counted.get(i + 2));
    }
  }

  private static List<Long> numbers(Connection connection, String query) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          found.add(row.getLong(i));
        }
      }
    }
    return found;
  }
}

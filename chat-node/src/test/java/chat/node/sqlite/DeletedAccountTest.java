package chat.node.sqlite;

import static chat.node.chat.Commands.delete;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.open;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.ChatReader;
import chat.node.chat.Limits;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account that wrote much, got much, and logged in often is deleted by a few rows. */
class DeletedAccountTest {
  /** {@code -Dchat.deletion.messages=100000} (by {@code test.jvm.options}) for the figure. */
  private static final int MESSAGES = Integer.getInteger("chat.deletion.messages", 2_000);

  private static final int SESSIONS = 500;
  private static final int UNREAD = Math.min(MESSAGES / 4, Limits.UNREAD_PER_MAILBOX);

  @TempDir Path folder;

  @Test
  void deleting_it_touches_what_waits_for_it_and_nothing_else() throws Exception {
    try (ChatDatabase database = new ChatDatabase(folder.resolve("chat.db"));
        SqlChatReader reader = database.reader(1)) {
      fill(database);
      long before = database.changes();
      long began = System.nanoTime();

      database.apply(MESSAGES + 10, delete(9, "ann"));

      long micros = (System.nanoTime() - began) / 1_000;
      System.out.printf(
          "deleted an account with %d messages, %d unread, %d sessions in %d us%n",
          MESSAGES, UNREAD, SESSIONS, micros);
      // The rows of the mailbox and its two counters, the account itself, its audit line, the
      // request's answer, the time.
      assertThat(database.changes() - before).isBetween((long) UNREAD, UNREAD + 8L);
      assertThat(reader.sessions(name("ann"), 0, 10)).isEmpty();
      assertThat(reader.unreadCount(name("ann"))).isZero();
      assertThat(reader.changes(name("bob"), 0, Long.MAX_VALUE, 4))
          .allMatch(
              change ->
                  change instanceof ChatReader.Change.Arrived(ChatReader.Message message)
                      && message.undeliverable() == message.from().equals(name("bob")));
    }
  }

  private static void fill(ChatDatabase database) throws SQLException {
    database.apply(1, register(1, "ann"));
    database.apply(2, register(2, "bob"));
    database.apply(3, send(3, "bob", "ann", "the first"));
    database.apply(4, open(4, "ann", 1, 1_000_000));
    database.execute(
        """
        WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
        INSERT INTO messages (position, conversation, seq, sender, recipient, time_millis, text)
        SELECT i + 4, 1, i, 1 + i %% 2, 2 - i %% 2, 1000 + i, 'message ' || i FROM n\
        """
            .formatted(MESSAGES));
    database.execute(
        """
        INSERT INTO unread (account, conversation, seq, position)
        SELECT 1, 1, seq, position FROM messages WHERE recipient = 1 AND seq > 1
        ORDER BY seq LIMIT %d\
        """
            .formatted(UNREAD - 1));
    database.execute(
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
        INSERT INTO sessions (token, account, client, expires_millis, opened_position)
        SELECT CAST(printf('%%032d', i) AS BLOB), 1, 'a test', 1000000, 4 FROM n\
        """
            .formatted(SESSIONS - 1));
    database.commit();
    database.restart();
  }
}

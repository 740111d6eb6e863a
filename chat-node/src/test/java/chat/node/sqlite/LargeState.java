package chat.node.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * Fills a database with a state of any size, row by row in SQL and not command by command: the rows
 * of schema version 31, from which the migrations make the rest.
 *
 * @param groups of the account {@link #ME}, with 100 members each
 * @param ownPosts messages of the account at the beginning of each group
 * @param posts messages of others behind them
 * @param pairs conversations of the account, each with two unread messages; every tenth is long
 * @param strangers messages between two others
 * @param textBytes of a long message
 */
record LargeState(int groups, int ownPosts, int posts, int pairs, int strangers, int textBytes) {
  static final String ME = "me";
  private static final int MEMBERS = 100;
  private static final int BEFORE_COUNTERS = 31;

  void make(Path file) throws SQLException {
    Migrations.migrate(file, BEFORE_COUNTERS);
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    try (Connection connection =
        DriverManager.getConnection(Database.url(file), config.toProperties())) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO meta (only_row, storage_id) VALUES (1, 'a disk')");
        statement.execute(
            "INSERT INTO accounts (id, name, password_hash, created_millis)"
                + " VALUES (1, '"
                + ME
                + "', '', 1)");
      }
      accounts(connection);
      groups(connection);
      pairs(connection);
      strangers(connection);
      connection.commit();
    }
    Migrations.migrate(file);
  }

  /**
   * Names behind {@link #ME} in their order, so that the account is the lower side of each pair.
   */
  private void accounts(Connection connection) throws SQLException {
    insert(
        connection,
        "INSERT INTO accounts (id, name, password_hash, created_millis)"
            + " SELECT 1 + n, printf('p%06d', n), '', 1 FROM numbers",
        Math.max(pairs, MEMBERS) + 2);
  }

  private void groups(Connection connection) throws SQLException {
    insert(
        connection,
        "INSERT INTO groups (number, name, created_millis, position)"
            + " SELECT n, 'group ' || n, 1, n FROM numbers",
        groups);
    insert(
        connection,
        "INSERT INTO members (conversation, account, owner, joined_seq, joined_position,"
            + " left_position) SELECT -(1 + (n - 1) / 100), 1 + (n - 1) % 100, 0, 1, 1, 0 FROM numbers",
        groups * MEMBERS);
    insert(
        connection,
        """
        INSERT INTO messages (position, conversation, seq, sender, recipient, time_millis, text)
        SELECT 1000000 + n, -(1 + (n - 1) %% %1$d), 1 + (n - 1) / %1$d,
          iif((n - 1) / %1$d < %2$d, 1, 2 + n %% 99), 0, n, %3$s FROM numbers"""
            .formatted(Math.max(1, groups), ownPosts, text()),
        groups * (ownPosts + posts));
  }

  private void pairs(Connection connection) throws SQLException {
    insert(
        connection,
        "INSERT INTO conversations (id, lower, higher) SELECT n, 1, 1 + n FROM numbers",
        pairs);
    insert(
        connection,
        """
        INSERT INTO messages (position, conversation, seq, sender, recipient, time_millis, text)
        SELECT 200000000 + n, 1 + (n - 1) / 2, 1 + (n - 1) %% 2, 2 + (n - 1) / 2, 1, n,
          iif(n %% 10 = 0, %s, 'a short word') FROM numbers"""
            .formatted(text()),
        2 * pairs);
    insert(
        connection,
        "INSERT INTO unread (account, conversation, seq, position)"
            + " SELECT 1, 1 + (n - 1) / 2, 1 + (n - 1) % 2, 200000000 + n FROM numbers",
        2 * pairs);
  }

  private void strangers(Connection connection) throws SQLException {
    insert(
        connection,
        "INSERT INTO conversations (id, lower, higher) SELECT %d + n, 2, 3 FROM numbers"
            .formatted(pairs),
        1);
    insert(
        connection,
        """
        INSERT INTO messages (position, conversation, seq, sender, recipient, time_millis, text)
        SELECT 100000000 + n, %d, n, 2, 3, n, 'common a' || n FROM numbers"""
            .formatted(pairs + 1),
        strangers);
  }

  /** Few words and many signs, which the index of words leaves out. */
  private String text() {
    return "'word common ' || printf('%.".concat(textBytes + "c', '.')");
  }

  private static void insert(Connection connection, String sql, int count) throws SQLException {
    String into = sql.substring(0, sql.indexOf("SELECT"));
    String numbers =
        "WITH RECURSIVE numbers(n) AS (SELECT 1 WHERE ? > 0 UNION ALL SELECT n + 1 FROM numbers"
            + " WHERE n < ?) ";
    try (PreparedStatement statement =
        connection.prepareStatement(into + numbers + sql.substring(sql.indexOf("SELECT")))) {
      statement.setInt(1, count);
      statement.setInt(2, count);
      statement.executeUpdate();
    }
  }
}

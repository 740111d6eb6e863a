package chat.node.sqlite;

import chat.node.chat.Application;
import chat.node.chat.Command;
import chat.node.chat.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** The chat's tables in a file, without the store around them. */
final class ChatDatabase implements AutoCloseable {
  private final Path file;
  private final Connection writer;
  private final Application application = new Application();
  private SqlChatState state;

  ChatDatabase(Path file) throws SQLException {
    boolean empty = !Files.exists(file);
    this.file = file;
    if (empty) {
      Migrations.migrate(file);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // What is durable is the store's to test.
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    this.writer = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    if (empty) {
      execute("INSERT INTO meta (only_row, storage_id) VALUES (1, 'a disk')");
    }
    writer.setAutoCommit(false);
    this.state = new SqlChatState(writer);
  }

  Connection writer() {
    return writer;
  }

  /** Applies a command at a position in a transaction of its own. */
  Result.Answer apply(long position, Command command) throws SQLException {
    Result.Answer answer = application.apply(state, position, command);
    execute("UPDATE meta SET applied_index = " + position);
    writer.commit();
    return answer;
  }

  /** Forgets what the writer remembered, as a restart does. */
  void restart() {
    state = new SqlChatState(writer);
  }

  void commit() throws SQLException {
    writer.commit();
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Rows that the writer has inserted, changed or deleted since it was opened. */
  long changes() throws SQLException {
    try (Statement statement = writer.createStatement();
        ResultSet row = statement.executeQuery("SELECT total_changes()")) {
      row.next();
      return row.getLong(1);
    }
  }

  SqlChatReader reader(int connections) {
    return new SqlChatReader(this::openReader, connections);
  }

  Connection openReader() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
  }

  @Override
  public void close() throws SQLException {
    writer.close();
  }
}

package chat.node.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Makes a database: the newest schema, our mark in its header, a random storage id. */
final class NewDatabase {
  private NewDatabase() {}

  static void make(Path file, StoreSettings settings) throws SQLException {
    make(file, settings, Migrations.newest());
  }

  static void make(Path file, StoreSettings settings, int version) throws SQLException {
    Migrations.migrate(file, version);
    try (Connection connection = new Database(file, settings).writer();
        Statement statement = connection.createStatement();
        PreparedStatement meta =
            connection.prepareStatement("INSERT INTO meta(only_row, storage_id) VALUES (1, ?)")) {
      statement.execute("PRAGMA application_id = " + Database.APPLICATION_ID);
      meta.setString(1, UUID.randomUUID().toString());
      meta.executeUpdate();
    }
  }
}

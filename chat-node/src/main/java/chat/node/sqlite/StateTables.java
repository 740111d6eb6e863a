package chat.node.sqlite;

import chat.node.host.StoreFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a database with stored rows, as a snapshot copies them: those of virtual tables
 * (full-text search) are copied through the plain tables behind them.
 */
final class StateTables {
  private static final String NOT_STATE = "('meta', 'log', 'flyway_schema_history')";

  private StateTables() {}

  /** What the chat's commands made: all but log, meta and the schema's own history. */
  static List<String> names(Connection connection, String schema) throws SQLException {
    refuseWhatIsNotCarried(connection, schema);
    return strings(
        connection,
        "SELECT name FROM %s.sqlite_schema WHERE type = 'table' AND rootpage > 0".formatted(schema)
            + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN "
            + NOT_STATE
            + " ORDER BY name");
  }

  /** The statements that make plain tables and indexes, tables first. */
  static List<String> definitions(Connection connection, String schema) throws SQLException {
    return strings(
        connection,
        "SELECT sql FROM %s.sqlite_schema WHERE rootpage > 0 AND sql IS NOT NULL".formatted(schema)
            + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'index', rowid");
  }

  /**
   * Counters of AUTOINCREMENT stand in a table of SQLite's own, and triggers would run while tables
   * are copied: both would make replicas differ without a word, so the schema does without.
   */
  private static void refuseWhatIsNotCarried(Connection connection, String schema)
      throws SQLException {
    List<String> found =
        strings(
            connection,
            "SELECT name FROM %s.sqlite_schema WHERE type = 'trigger' OR name = 'sqlite_sequence'"
                .formatted(schema));
    if (!found.isEmpty()) {
      throw new StoreFailure("snapshots carry no triggers and no AUTOINCREMENT: " + found);
    }
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}

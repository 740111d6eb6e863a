package chat.node.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * One connection's prepared statements, each prepared once and kept. As many as there are different
 * texts of SQL in the chat's classes: a caller never composes one from what a user sent. One thread
 * at a time.
 */
final class SqlChatStatements {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  SqlChatStatements(Connection connection) {
    this.connection = connection;
  }

  /** Runs a change. Gives the number of rows that it touched. */
  int update(String sql, Object... parameters) throws SQLException {
    return bound(sql, parameters).executeUpdate();
  }

  /** Asks. The caller closes the result before it uses the same SQL again. */
  ResultSet query(String sql, Object... parameters) throws SQLException {
    return bound(sql, parameters).executeQuery();
  }

  /** The single number of a query, or this where it has no row. */
  long number(long otherwise, String sql, Object... parameters) throws SQLException {
    try (ResultSet rows = query(sql, parameters)) {
      return rows.next() ? rows.getLong(1) : otherwise;
    }
  }

  private PreparedStatement bound(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      switch (parameters[i]) {
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case String text -> statement.setString(i + 1, text);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        default -> throw new IllegalArgumentException("no parameter: " + parameters[i].getClass());
      }
    }
    return statement;
  }
}

package chat.node.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over every row of the chat's tables, in the order of their keys. */
final class SqlChatHash {
  /** A new table of the chat belongs in here; a test holds this against the schema. */
  static final List<String> TABLES =
      List.of(
          "accounts",
          "sessions",
          "requests",
          "conversations",
          "messages",
          "unread",
          "marks",
          "clock");

  private SqlChatHash() {}

  static String of(SqlChatStatements sql) throws SQLException {
    MessageDigest digest = sha256();
    for (String table : TABLES) {
      add(digest, table.getBytes(StandardCharsets.UTF_8));
      try (ResultSet rows = sql.query("SELECT * FROM " + table + " ORDER BY " + key(table))) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int column = 1; column <= columns; column++) {
            addValue(digest, rows, column);
          }
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String key(String table) {
    return switch (table) {
      case "accounts", "conversations" -> "id";
      case "sessions" -> "token";
      case "requests" -> "account, request";
      case "messages" -> "position";
      case "unread" -> "account, conversation, seq";
      case "marks" -> "conversation, account";
      case "clock" -> "one";
      default -> throw new IllegalArgumentException("no table of the chat: " + table);
    };
  }

  private static void addValue(MessageDigest digest, ResultSet rows, int column)
      throws SQLException {
    switch (rows.getObject(column)) {
      case Number number ->
          add(digest, ByteBuffer.allocate(Long.BYTES).putLong(0, number.longValue()).array());
      case String text -> add(digest, text.getBytes(StandardCharsets.UTF_8));
      case byte[] bytes -> add(digest, bytes);
      case null, default ->
          throw new IllegalStateException("a value that no table of the chat holds, in " + column);
    }
  }

  /** With its length before it, so that no two states run into the same bytes. */
  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}

package chat.node.sqlite;

import chat.node.chat.Rules;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over every row of the chat's tables, in the order of their keys. */
final class SqlChatHash {
  /**
   * Tables of version 2 of the rules, and hashed since it: until then they are empty, and a replica
   * of an earlier version of the program doesn't have them.
   */
  static final List<String> SINCE_RULES_2 =
      List.of("rules", "refusals", "additions", "former_members");

  /**
   * A new table of the chat belongs in here, or to a version of the rules; a test holds this
   * against the schema. The index of words is derived from the messages and lies in pages as a
   * replica's transactions happened to be.
   */
  static final List<String> TABLES =
      List.of(
          "accounts",
          "sessions",
          "requests",
          "conversations",
          "messages",
          "unread",
          "marks",
          "blocks",
          "audit",
          "groups",
          "members",
          "hidden",
          "deletions",
          "clock");

  /**
   * Tables that hold nothing but what those above say: left out, so that replicas of two versions,
   * of which one doesn't have them yet, agree during an upgrade.
   */
  static final List<String> DERIVED = List.of("activity", "mailboxes", "posts", "removals");

  private SqlChatHash() {}

  static String of(SqlChatStatements sql) throws SQLException {
    MessageDigest digest = sha256();
    List<String> tables = new ArrayList<>(TABLES);
    if (SqlChatState.rules(sql) > Rules.FIRST) {
      tables.addAll(SINCE_RULES_2);
    }
    for (String table : tables) {
      digest.update((table + "\n").getBytes(StandardCharsets.US_ASCII));
      String rows = "SELECT %s FROM %s ORDER BY %s".formatted(row(sql, table), table, key(table));
      try (ResultSet row = sql.query(rows)) {
        while (row.next()) {
          digest.update(row.getString(1).getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * All columns as one text, numbers in digits and the rest in hex, so that no two rows look alike:
   * one call into SQLite a row, where calls are what costs.
   */
  private static String row(SqlChatStatements sql, String table) throws SQLException {
    StringBuilder row = new StringBuilder();
    try (ResultSet column = sql.query("SELECT name, type FROM pragma_table_info(?)", table)) {
      while (column.next()) {
        String name = column.getString(1);
        row.append(column.getString(2).equals("INTEGER") ? name : "hex(" + name + ")");
        row.append(" || ',' || ");
      }
    }
    return row.append("char(10)").toString();
  }

  private static String key(String table) {
    return switch (table) {
      case "accounts", "conversations" -> "id";
      case "sessions" -> "token";
      case "requests" -> "account, request";
      case "messages", "audit", "deletions" -> "position";
      case "blocks" -> "account, blocked";
      case "groups" -> "number";
      case "members" -> "conversation, account";
      case "hidden" -> "account, conversation, seq";
      case "unread" -> "account, conversation, seq";
      case "marks" -> "conversation, account";
      case "clock", "rules" -> "one";
      case "refusals" -> "position";
      case "additions" -> "account, conversation";
      case "former_members" -> "account, conversation, left_position";
      default -> throw new IllegalArgumentException("no table of the chat: " + table);
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}

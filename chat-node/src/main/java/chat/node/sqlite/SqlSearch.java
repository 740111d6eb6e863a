package chat.node.sqlite;

import chat.node.chat.MessageReader.Message;
import chat.node.chat.SearchQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Search by words. Every message's entry in the index names its place, too: who wrote to whom, or
 * the group. So a search asks for its own places and walks through nobody else's messages, however
 * common the word.
 */
final class SqlSearch {
  static final String SEARCH =
      SqlChatMessages.COLUMNS
          + "FROM words w CROSS JOIN messages m ON m.position = w.rowid"
          + SqlChatMessages.OF_MESSAGE
          + """
          WHERE words MATCH ?2 AND w.rowid < ?3 AND (?4 = 0 OR m.conversation = ?4)
          AND (m.conversation > 0 OR m.seq >= (SELECT j.joined_seq FROM members j
            WHERE j.conversation = m.conversation AND j.account = ?1 AND j.left_position = 0))
          AND"""
          + SqlChatMessages.VISIBLE
          + "ORDER BY w.rowid DESC LIMIT ?5";

  static final long EVERYWHERE = 0;

  private SqlSearch() {}

  /** The words by which the index knows a message's place, as the schema's view has them. */
  static String place(long conversation, long sender, long recipient) {
    if (conversation < 0) {
      return "g" + -conversation;
    }
    return sender == recipient ? "a" + sender : "a" + sender + " a" + recipient;
  }

  /**
   * @param conversation the only one to look in, or {@link #EVERYWHERE}
   */
  static List<Message> of(
      SqlChatStatements sql,
      long account,
      SearchQuery query,
      long conversation,
      long before,
      int limit)
      throws SQLException {
    String match = match(places(sql, account, conversation), query);
    return SqlChatMessages.messages(sql.query(SEARCH, account, match, before, conversation, limit));
  }

  private static List<String> places(SqlChatStatements sql, long account, long conversation)
      throws SQLException {
    if (conversation < 0) {
      return List.of("g" + -conversation);
    }
    List<String> places = new ArrayList<>(List.of("a" + account));
    if (conversation == EVERYWHERE) {
      try (ResultSet row = sql.query(SqlGroups.OF_ACCOUNT, account, 0, Integer.MAX_VALUE)) {
        while (row.next()) {
          places.add("g" + row.getLong(1));
        }
      }
    }
    return places;
  }

  /**
   * In FTS5's language. Whatever a user wrote stands between quotation marks, and so means words.
   */
  private static String match(List<String> places, SearchQuery query) {
    String words =
        query.terms().stream()
            .map(term -> quoted(term.words()) + (term.prefix() ? " *" : ""))
            .collect(Collectors.joining(" AND "));
    return "place : ("
        + places.stream().map(SqlSearch::quoted).collect(Collectors.joining(" OR "))
        + ") AND text : ("
        + words
        + ")";
  }

  private static String quoted(String words) {
    return '"' + words.replace("\"", "\"\"") + '"';
  }
}

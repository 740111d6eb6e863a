package chat.node.sqlite;

import chat.node.chat.MessageReader.Message;
import chat.node.chat.ReadLimits;
import chat.node.chat.ResultPage;
import chat.node.chat.SearchQuery;
import chat.node.chat.SearchQuery.Term;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Search by words. Every message's entry in the index names its place, too: who wrote to whom, or
 * the group. A page looks through a bounded number of messages of the caller's own places, newest
 * first, whatever others wrote: the places give the range of positions, and single words are then
 * looked up in that range.
 *
 * <p>FTS5 merges all entries of a beginning ({@code a*}) before it gives the first, and looks for
 * words that follow each other in everybody's messages. So these terms are never asked of the whole
 * index: the messages that are left by places and single words go into an index of the connection's
 * own, in memory, with the same rules of what a word is.
 */
final class SqlSearch {
  /** Adds the message at a position to the index of words. */
  static final String ADD =
      """
      INSERT INTO words (rowid, place, text)
      SELECT position, place, text FROM search_source WHERE position = ?""";

  /** Removes a message that isn't deleted yet: the index is told what it held. */
  static final String REMOVE =
      """
      INSERT INTO words (words, rowid, place, text)
      SELECT 'delete', position, place, text FROM search_source WHERE position =
        (SELECT position FROM messages WHERE conversation = ? AND seq = ?)""";

  /** The character that begins a place; the schema's view takes it out of texts. */
  private static final char PLACE = '\uE000';

  static final String OWN_PLACES =
      "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3";

  private static final String SEEN =
      """
      (?4 = 0 OR m.conversation = ?4)
      AND (m.conversation > 0 OR m.seq >= (SELECT j.joined_seq FROM members j
        WHERE j.conversation = m.conversation AND j.account = ?1 AND j.left_position = 0))
      AND"""
          + SqlChatMessages.VISIBLE;

  static final String BY_WORDS =
      SqlChatMessages.COLUMNS
          + "FROM words w CROSS JOIN messages m ON m.position = w.rowid"
          + SqlChatMessages.OF_MESSAGE
          + "WHERE words MATCH ?2 AND w.rowid >= ?3 AND w.rowid < ?5 AND "
          + SEEN
          + "ORDER BY w.rowid DESC";

  static final String CANDIDATES =
      "SELECT w.rowid, octet_length(m.text) FROM words w"
          + " CROSS JOIN messages m ON m.position = w.rowid"
          + " WHERE words MATCH ?2 AND w.rowid >= ?3 AND w.rowid < ?5 AND "
          + SEEN
          + "ORDER BY w.rowid DESC";

  private static final String MAKE_CANDIDATES =
      """
      CREATE VIRTUAL TABLE IF NOT EXISTS temp.candidates USING fts5(
        text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2")""";
  private static final String NO_CANDIDATES =
      "INSERT INTO temp.candidates (candidates) VALUES ('delete-all')";
  private static final String ADD_CANDIDATE =
      """
      INSERT INTO temp.candidates (rowid, text)
      SELECT position, text FROM search_source WHERE position = ?""";
  private static final String OF_CANDIDATES =
      SqlChatMessages.COLUMNS
          + "FROM temp.candidates w CROSS JOIN messages m ON m.position = w.rowid"
          + SqlChatMessages.OF_MESSAGE
          + "WHERE candidates MATCH ?2 ORDER BY w.rowid DESC";

  /** So many are looked through before the next, newer ones first: often a page is full by then. */
  private static final int CANDIDATES_AT_ONCE = 128;

  static final long EVERYWHERE = 0;

  private final SqlChatStatements sql;
  private final long account;
  private final long conversation;
  private final ReadLimits limits;

  /**
   * @param conversation the only one to look in, or {@link #EVERYWHERE}
   */
  SqlSearch(SqlChatStatements sql, long account, long conversation, ReadLimits limits) {
    this.sql = sql;
    this.account = account;
    this.conversation = conversation;
    this.limits = limits;
  }

  ResultPage<Message> of(SearchQuery query, long before, int limit) throws SQLException {
    String places = places();
    List<Long> own = positions(places, before);
    if (own.isEmpty()) {
      return ResultPage.last(List.of());
    }
    boolean more = own.size() == limits.searchedMessages();
    long from = own.getLast();
    PageRows<Message> page = new PageRows<>(limit, limits.pageBytes());
    String match = ofEverybody(places, query);
    if (query.terms().stream().allMatch(SqlSearch::isSingleWord)) {
      SqlChatMessages.take(
          sql.query(BY_WORDS, account, match, from, conversation, before),
          page,
          Function.identity());
      return page.page(more, from);
    }
    return amongCandidates(query, match, new Range(from, before, more), page);
  }

  /** Positions that a page looks at; {@code more}: there are the caller's messages below. */
  private record Range(long from, long before, boolean more) {}

  private ResultPage<Message> amongCandidates(
      SearchQuery query, String match, Range range, PageRows<Message> page) throws SQLException {
    List<Long> candidates = new ArrayList<>();
    long bytes = 0;
    boolean more = range.more();
    long reached = range.from();
    try (ResultSet row =
        sql.query(CANDIDATES, account, match, range.from(), conversation, range.before())) {
      while (row.next()) {
        long size = row.getLong(2);
        if (!candidates.isEmpty() && bytes + size > limits.searchedBytes()) {
          more = true;
          reached = row.getLong(1) + 1;
          break;
        }
        bytes += size;
        candidates.add(row.getLong(1));
      }
    }
    sql.update(MAKE_CANDIDATES);
    String terms = terms(query.terms());
    for (int from = 0; from < candidates.size() && !page.isFull(); from += CANDIDATES_AT_ONCE) {
      sql.update(NO_CANDIDATES);
      int end = Math.min(candidates.size(), from + CANDIDATES_AT_ONCE);
      for (long position : candidates.subList(from, end)) {
        sql.update(ADD_CANDIDATE, position);
      }
      SqlChatMessages.take(sql.query(OF_CANDIDATES, account, terms), page, Function.identity());
    }
    sql.update(NO_CANDIDATES);
    return page.page(more, reached);
  }

  /** The newest of the caller's messages below a position, as many as a page looks through. */
  private List<Long> positions(String places, long before) throws SQLException {
    List<Long> own = new ArrayList<>();
    try (ResultSet row = sql.query(OWN_PLACES, places, before, limits.searchedMessages())) {
      while (row.next()) {
        own.add(row.getLong(1));
      }
    }
    return own;
  }

  /** In FTS5's language: the caller's places, as the schema's view writes them. */
  private String places() throws SQLException {
    List<String> places = new ArrayList<>();
    if (conversation < 0) {
      places.add(PLACE + "g" + -conversation);
    } else {
      places.add(PLACE + "a" + account);
    }
    if (conversation == EVERYWHERE) {
      try (ResultSet row = sql.query(SqlGroups.OF_ACCOUNT, account, 0, Integer.MAX_VALUE)) {
        while (row.next()) {
          places.add(PLACE + "g" + row.getLong(1));
        }
      }
    }
    return places.stream()
        .map(SqlSearch::quoted)
        .collect(Collectors.joining(" OR ", "place : (", ")"));
  }

  /** What the index of everybody's words is asked: places and single words. */
  static String ofEverybody(String places, SearchQuery query) {
    List<Term> words = query.terms().stream().filter(SqlSearch::isSingleWord).toList();
    return words.isEmpty() ? places : places + " AND text : (" + terms(words) + ")";
  }

  /** What the index knows as one word for certain: letters and digits alone, and all of it. */
  private static boolean isSingleWord(Term term) {
    return !term.prefix() && term.words().codePoints().allMatch(Character::isLetterOrDigit);
  }

  /**
   * In FTS5's language. Whatever a user wrote stands between quotation marks, and so means words.
   */
  private static String terms(List<Term> terms) {
    return terms.stream()
        .map(term -> quoted(term.words()) + (term.prefix() ? " *" : ""))
        .collect(Collectors.joining(" AND "));
  }

  private static String quoted(String words) {
    return '"' + words.replace("\"", "\"\"") + '"';
  }
}

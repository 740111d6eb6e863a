package chat.node.chat;

import chat.node.chat.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search looks for: messages that hold every one of these terms. Written by a person as
 * words, {@code "words in quotes"} that follow each other, and beginnings of words ({@code hel*}).
 */
public record SearchQuery(List<Term> terms) {
  static final int MAX_LENGTH = 200;
  static final int MAX_TERMS = 16;

  public SearchQuery {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a search for nothing");
    }
  }

  /** A word, or words that follow each other; with {@code prefix} the last may go on. */
  public record Term(String words, boolean prefix) {}

  /** What reading a query gave: the query, or why it is none. */
  public sealed interface Reading {
    record Good(SearchQuery query) implements Reading {}

    record Bad(Refusal refusal) implements Reading {}
  }

  public static Reading read(String text) {
    if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
      return bad("a search has at most " + MAX_LENGTH + " characters");
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || isSurrogate(c))) {
      return bad("a search has no control characters");
    }
    List<Term> terms = new ArrayList<>();
    String[] parts = text.split("\"", -1);
    if (parts.length % 2 == 0) {
      return bad("a quotation mark has no second one");
    }
    for (int i = 0; i < parts.length; i++) {
      boolean quoted = i % 2 == 1;
      boolean starred = quoted && parts[i + 1].startsWith("*");
      if (quoted) {
        add(terms, parts[i], starred);
      } else {
        words(terms, i > 0 && parts[i].startsWith("*") ? parts[i].substring(1) : parts[i]);
      }
    }
    if (terms.isEmpty()) {
      return bad("a search looks for words: letters and digits");
    }
    return terms.size() > MAX_TERMS
        ? bad("a search has at most " + MAX_TERMS + " words and phrases")
        : new Reading.Good(new SearchQuery(terms));
  }

  private static void words(List<Term> terms, String text) {
    for (String word : text.split("\\s+")) {
      boolean prefix = word.endsWith("*");
      add(terms, prefix ? word.substring(0, word.length() - 1) : word, prefix);
    }
  }

  /** Signs alone match nothing and everything: they are left out. */
  private static void add(List<Term> terms, String words, boolean prefix) {
    if (words.codePoints().anyMatch(Character::isLetterOrDigit)) {
      terms.add(new Term(words, prefix));
    }
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static Reading bad(String detail) {
    return new Reading.Bad(new Refusal(Reason.SEARCH_QUERY_INVALID, detail));
  }
}

package chat.node.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.SearchQuery.Term;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueryTest {

  @Test
  void wordsPhrasesAndBeginningsAreTerms() {
    assertThat(terms("see  you \"next week\" tues*"))
        .containsExactly(
            new Term("see", false),
            new Term("you", false),
            new Term("next week", false),
            new Term("tues", true));
    assertThat(terms("\"next we\"* now")).containsExactly(new Term("next we", true), now());
  }

  @Test
  void signsAloneAreLeftOut() {
    assertThat(terms("now - !?")).containsExactly(now());
  }

  @Test
  void whatMeansSomethingElsewhereIsAWordHere() {
    assertThat(terms("place:a1 NOT x^2"))
        .containsExactly(
            new Term("place:a1", false), new Term("NOT", false), new Term("x^2", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\"", "a \"b", "*", "\"\"", "!?", "👍", "a\0b", "a\ud83d"})
  void aQueryWithoutWordsOrWithHalfAQuotationIsBad(String text) {
    assertBad(text);
  }

  @Test
  void aQueryHasItsLimits() {
    assertBad("x".repeat(SearchQuery.MAX_LENGTH + 1));
    assertBad("x ".repeat(SearchQuery.MAX_TERMS + 1));
    assertThat(terms("x ".repeat(SearchQuery.MAX_TERMS))).hasSize(SearchQuery.MAX_TERMS);
  }

  private static Term now() {
    return new Term("now", false);
  }

  private static List<Term> terms(String text) {
    return SearchQuery.read(text) instanceof SearchQuery.Reading.Good(SearchQuery query)
        ? query.terms()
        : List.of();
  }

  private static void assertBad(String text) {
    assertThat(SearchQuery.read(text))
        .isInstanceOfSatisfying(
            SearchQuery.Reading.Bad.class,
            bad ->
                assertThat(bad.refusal().reason()).isEqualTo(Refusal.Reason.SEARCH_QUERY_INVALID));
  }
}

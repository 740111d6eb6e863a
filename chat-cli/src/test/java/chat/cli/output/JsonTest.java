package chat.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees as Jackson's own mapper reads and writes them. */
class JsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":{\"b\":[]},\"c\":[{},[1,2]]}",
        "{\"text\":\"\\\"quoted\\\" \\\\ \\n \\u0001 / \u6F22\u5B57 \uD83D\uDC69\"}",
        "[0,-1,9007199254740993,1764000000000,0.5,true,false,null,\"\"]",
        "\"only a text\"",
        " 7 "
      })
  void what_is_read_and_written_is_what_the_mapper_reads_and_writes(String text)
      throws JsonProcessingException {
    JsonNode expected = MAPPER.readTree(text);
    JsonNode read = Json.parse(text);
    assertThat(Json.line(read)).isEqualTo(expected.toString());
    assertThat(Json.line(expected)).isEqualTo(expected.toString());
    assertThat(Json.document(read))
        .isEqualTo(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1,", "{\"a\" 1}", "]", "nonsense", "{\"a\":}"})
  void what_is_no_json_is_refused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void nothing_is_a_missing_value() throws JsonProcessingException {
    assertThat(Json.parse(" \n").isMissingNode()).isTrue();
  }
}

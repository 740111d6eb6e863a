package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page of errors says what the code does. With {@code -Dchat.docs.write=true} (by {@code
 * test.jvm.options}) the page is written instead of compared.
 */
class ErrorReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/errors.md");
  private static final String BEGIN = "<!-- made by ErrorReferenceTest: begin -->\n";
  private static final String END = "<!-- made by ErrorReferenceTest: end -->\n";

  @Test
  void the_page_of_errors_is_what_the_code_tells() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(end).as("the marks in %s", PAGE).isGreaterThanOrEqualTo(begin);

    String made = page.substring(0, begin) + table(ErrorReference.entries()) + page.substring(end);

    if (Boolean.getBoolean("chat.docs.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(made);
  }

  private static String table(List<ErrorReference.Entry> entries) {
    return """
        | status | reason | retry after | means | what to do |
        |---|---|---|---|---|
        """
        + entries.stream()
            .map(ErrorReference.Entry::line)
            .sorted()
            .map(line -> line + "\n")
            .collect(Collectors.joining());
  }
}

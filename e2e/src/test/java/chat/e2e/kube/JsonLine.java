package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of the command line's {@code -o jsonl}. */
final class JsonLine {
  private JsonLine() {}

  /** The plain text that a field holds; fails where there is no such field. */
  static String text(String field, String line) {
    Matcher matcher = Pattern.compile("\"" + field + "\" ?: ?\"([^\"]*)\"").matcher(line);
    assertThat(matcher.find()).as("%s in %s", field, line).isTrue();
    return matcher.group(1);
  }
}

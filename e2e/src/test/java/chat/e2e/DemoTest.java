package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/DEMO.md tells what scripts/demo does; whether it holds, the script says itself. */
class DemoTest {
  private static final Path REPOSITORY =
      Path.of(Objects.requireNonNull(System.getProperty("chat.e2e.repository"))).normalize();
  private static final Pattern HEADING = Pattern.compile("(?m)^## (\\d+)\\. (.*)$");
  private static final Pattern STEP = Pattern.compile("(?m)^step \"(.*)\"$");
  private static final Pattern VERB = Pattern.compile("`chat ([^`]*)`");
  private static final Pattern ELSEWHERE = Pattern.compile("-Dit\\.test=(\\w+)");

  @Test
  void the_page_has_the_scripts_steps_in_their_order() throws IOException {
    String page = Files.readString(REPOSITORY.resolve("docs/DEMO.md"));
    List<String> steps = List.copyOf(parts(STEP, 1, script()).keySet());
    assertThat(parts(HEADING, 2, page).keySet()).hasSize(23).containsExactlyElementsOf(steps);
    List<Integer> numbers =
        HEADING.matcher(page).results().map(each -> Integer.valueOf(each.group(1))).toList();
    assertThat(numbers).isEqualTo(java.util.stream.IntStream.rangeClosed(1, 23).boxed().toList());
  }

  @Test
  void each_step_does_what_the_page_tells() throws IOException {
    Map<String, String> told =
        parts(HEADING, 2, Files.readString(REPOSITORY.resolve("docs/DEMO.md")));
    Map<String, String> done = parts(STEP, 1, script());
    told.forEach(
        (step, words) -> {
          String body = Objects.requireNonNull(done.get(step));
          for (MatchResult verb : VERB.matcher(words).results().toList()) {
            // The script's functions have the names of the verbs that they use.
            String[] typed = verb.group(1).split(" ");
            assertThat(body.replace('_', ' ')).as("%s: %s", step, verb.group()).contains(typed);
          }
          assertThat(named(words)).as(step).containsAll(named(body));
        });
  }

  @Test
  void tests_that_a_step_points_to_are_there() throws IOException {
    List<String> named = named(script());
    assertThat(named).isNotEmpty();
    for (String test : named) {
      assertThat(REPOSITORY.resolve("e2e/src/test/java/chat/e2e/kube/" + test + ".java")).exists();
    }
  }

  private static List<String> named(String text) {
    return ELSEWHERE.matcher(text).results().map(each -> each.group(1)).toList();
  }

  private static String script() throws IOException {
    return Files.readString(REPOSITORY.resolve("scripts/demo"));
  }

  /** What stands behind each match, up to the next, by the group's text. */
  private static Map<String, String> parts(Pattern begin, int group, String text) {
    List<MatchResult> all = new ArrayList<>(begin.matcher(text).results().toList());
    Map<String, String> parts = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      int end = i + 1 < all.size() ? all.get(i + 1).start() : text.length();
      parts.put(all.get(i).group(group), text.substring(all.get(i).end(), end));
    }
    return parts;
  }
}

package chat.e2e.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The commands and files that a section of a page shows, as they stand there. */
record DocumentedSteps(List<String> commands, List<String> files) {
  private static final Pattern CONSOLE = Pattern.compile("(?s)```console\n(.*?)```");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final String PROMPT = "$ ";

  DocumentedSteps {
    commands = List.copyOf(commands);
    files = List.copyOf(files);
  }

  /** Of the section under {@code heading}, up to the next heading. */
  static DocumentedSteps of(Path page, String heading) {
    try {
      String text = Files.readString(page);
      int begin = text.indexOf("\n" + heading + "\n");
      if (begin < 0) {
        throw new IllegalStateException(page + " has no section " + heading);
      }
      int next = text.indexOf("\n#", begin + 1);
      String section = text.substring(begin, next < 0 ? text.length() : next);
      return new DocumentedSteps(
          blocks(CONSOLE, section).stream()
              .flatMap(String::lines)
              .filter(line -> line.startsWith(PROMPT))
              .map(line -> line.substring(PROMPT.length()))
              .toList(),
          blocks(YAML, section));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> blocks(Pattern kind, String section) {
    return kind.matcher(section).results().map((MatchResult block) -> block.group(1)).toList();
  }
}

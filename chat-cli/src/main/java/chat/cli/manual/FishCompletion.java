package chat.cli.manual;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The completion script for fish: verbs and options with their descriptions, values where they are
 * known, the contexts that are set up. Which verb a line is about is found by passing over options
 * and their values.
 */
public final class FishCompletion {
  private static final String CONTEXT = "--context";

  private final CommandSpec root;
  private final StringBuilder text = new StringBuilder();

  private FishCompletion(CommandSpec root) {
    this.root = root;
  }

  public static String of(CommandSpec root) {
    return new FishCompletion(root).script();
  }

  private String script() {
    line("# Completion of %s for fish. Made by: %s completion fish".formatted(name(), name()));
    functions();
    line("complete -c %s -f".formatted(name()));
    for (CommandSpec command : Described.all(root)) {
      command
          .subcommands()
          .forEach((verb, sub) -> verb(command, verb, Described.summary(sub.getCommandSpec())));
      Described.ownOptions(command).forEach(option -> option(command, option));
    }
    return text.toString();
  }

  private String name() {
    return root.name();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void functions() {
    String withValue =
        Described.all(root).stream()
            .flatMap(c -> c.options().stream())
            .filter(Described::takesValue)
            .flatMap(o -> List.of(o.names()).stream())
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    text.append(
        """
        function __NAME_words --description 'the words before the cursor, without options'
            set -l words (commandline -opc)
            set -e words[1]
            set -l value 0
            for word in $words
                if test $value = 1
                    set value 0
                    continue
                end
                switch $word
                    case VALUED
                        set value 1
                    case '-*'
                    case '*'
                        echo -- $word
                end
            end
        end
        function __NAME_at --description 'these are all the words so far'
            set -l words (__NAME_words)
            test "$words" = "$argv"
        end
        function __NAME_in --description 'the words so far begin with these'
            set -l words (__NAME_words)
            set -l at 1
            for word in $argv
                test "$words[$at]" = "$word"; or return 1
                set at (math $at + 1)
            end
        end
        """
            .replace("NAME", name())
            .replace("VALUED", withValue));
  }

  private void verb(CommandSpec parent, String verb, String summary) {
    line(
        "complete -c %s -n '__%s_at%s' -a %s -d %s"
            .formatted(name(), name(), path(parent), verb, quoted(summary)));
  }

  private void option(CommandSpec command, OptionSpec option) {
    StringBuilder line = new StringBuilder("complete -c ").append(name());
    if (command != root) {
      line.append(" -n '__%s_in%s'".formatted(name(), path(command)));
    }
    for (String each : option.names()) {
      line.append(each.startsWith("--") ? " -l " : " -s ").append(each.replaceFirst("^--?", ""));
    }
    line.append(values(option));
    line(line + " -d " + quoted(Described.description(option)));
  }

  private String values(OptionSpec option) {
    if (!Described.takesValue(option)) {
      return "";
    }
    List<String> candidates = Described.candidates(option);
    if (!candidates.isEmpty()) {
      return " -xa " + quoted(String.join(" ", candidates));
    }
    if (option.longestName().equals(CONTEXT)) {
      return " -xa '(%s context list -o name 2>/dev/null)'".formatted(name());
    }
    boolean file = option.type() == Path.class || option.auxiliaryTypes()[0] == Path.class;
    return file ? " -rF" : " -x";
  }

  /** The words of a command behind the root's. */
  private static String path(CommandSpec command) {
    String words = Described.words(command);
    int space = words.indexOf(' ');
    return space < 0 ? "" : words.substring(space);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

package chat.cli.manual;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What picocli's description of a command says, as these texts need it. */
final class Described {
  private Described() {}

  /** The command and all below it, each before its own. */
  static List<CommandSpec> all(CommandSpec root) {
    List<CommandSpec> all = new ArrayList<>(List.of(root));
    subcommands(root).values().forEach(sub -> all.addAll(all(sub.getCommandSpec())));
    return all;
  }

  static Map<String, CommandLine> subcommands(CommandSpec command) {
    return command.subcommands();
  }

  /** Those that are its own, by name; the root's own are everybody's. */
  static List<OptionSpec> ownOptions(CommandSpec command) {
    return command.options().stream()
        .filter(o -> !o.hidden() && !o.inherited())
        .sorted(Comparator.comparing((OptionSpec o) -> o.longestName().replaceAll("^-+", "")))
        .toList();
  }

  /** With what picocli would put in for its variables. */
  static String description(OptionSpec option) {
    String values = String.join(", ", candidates(option));
    return String.join(" ", option.description())
        .replace("${COMPLETION-CANDIDATES}", values)
        .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()));
  }

  static List<String> candidates(OptionSpec option) {
    List<String> values = new ArrayList<>();
    if (option.completionCandidates() != null) {
      option.completionCandidates().forEach(values::add);
    }
    return values;
  }

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  static String summary(CommandSpec command) {
    String[] description = command.usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  /** {@code chat group add}. */
  static String words(CommandSpec command) {
    return command.qualifiedName(" ");
  }
}

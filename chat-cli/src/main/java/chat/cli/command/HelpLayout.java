package chat.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * How {@code --help} is laid out: what is a verb's own first, what all share below; the root's
 * verbs under headings.
 */
final class HelpLayout {
  private static final int GAP = 2;

  private HelpLayout() {}

  /** For a command and all below it. */
  static void on(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.abbreviateSynopsis(true);
    usage.synopsisSubcommandLabel("COMMAND");
    boolean root = line.getParent() == null;
    if (root && line.getSubcommands().isEmpty()) {
      // They needn't be described for the root's own help.
      usage.customSynopsis(line.getCommandName() + " [OPTIONS] COMMAND");
    }
    if (!root) {
      usage.commandListHeading("%nCommands:%n");
      usage.exitCodeListHeading("");
      usage.exitCodeList(Map.of());
    }
    line.getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            help -> root ? options(help, "Options of every command", all(help)) : twofold(help));
    if (root) {
      line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, _ -> verbs());
      line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
      List<String> keys = new ArrayList<>(line.getHelpSectionKeys());
      List<String> commands =
          List.of(
              UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
              UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
      keys.removeAll(commands);
      keys.addAll(keys.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING), commands);
      // For those below it, too.
      line.setHelpSectionKeys(keys);
    }
    line.getSubcommands().values().forEach(HelpLayout::on);
  }

  private static List<OptionSpec> all(Help help) {
    return help.commandSpec().options().stream().filter(o -> !o.hidden()).toList();
  }

  private static String twofold(Help help) {
    List<OptionSpec> own = all(help).stream().filter(o -> !isShared(o)).toList();
    List<OptionSpec> shared = all(help).stream().filter(HelpLayout::isShared).toList();
    return options(help, "Options", own) + options(help, "Options of every command", shared);
  }

  /** Those of the root, which it passes on, and those that picocli gives to each. */
  private static boolean isShared(OptionSpec option) {
    return option.inherited() || option.usageHelp() || option.versionHelp();
  }

  private static String options(Help help, String heading, List<OptionSpec> options) {
    if (options.isEmpty()) {
      return "";
    }
    List<OptionSpec> sorted = new ArrayList<>(options);
    sorted.sort(help.createDefaultOptionSort());
    Help.Layout layout = help.createDefaultLayout(sorted, List.of(), help.colorScheme());
    layout.addAllOptions(sorted, help.parameterLabelRenderer());
    return "%n%s:%n".formatted(heading) + layout;
  }

  /** One line each: all that a verb does is told by its own help. */
  private static String verbs() {
    int widest = Verbs.names().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Verbs.Group group : Verbs.Group.values()) {
      text.append("%n%s:%n".formatted(group.heading()));
      for (String name : Verbs.names(group)) {
        String gap = " ".repeat(widest - name.length() + GAP);
        text.append("  %s%s%s%n".formatted(name, gap, Verbs.summary(name)));
      }
    }
    return text.toString();
  }
}

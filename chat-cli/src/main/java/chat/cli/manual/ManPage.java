package chat.cli.manual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, in the macros of man(7). */
public final class ManPage {
  private final CommandSpec command;
  private final CommandSpec root;
  private final String version;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandSpec command, CommandSpec root, String version) {
    this.command = command;
    this.root = root;
    this.version = version;
  }

  /** All pages, by the names of their files: {@code chat.1}, {@code chat-send.1}, … */
  public static Map<String, String> all(CommandSpec root, String version) {
    Map<String, String> pages = new LinkedHashMap<>();
    for (CommandSpec command : Described.all(root)) {
      pages.put(title(command) + ".1", new ManPage(command, root, version).text());
    }
    return pages;
  }

  private static String title(CommandSpec command) {
    return Described.words(command).replace(' ', '-');
  }

  private String text() {
    macro(
        "TH",
        quoted(title(command).toUpperCase(java.util.Locale.ROOT)),
        "1",
        "\"\"",
        quoted(version),
        quoted("The chat's commands"));
    section("NAME");
    line(title(command) + " - " + Described.summary(command).replaceFirst("\\.$", ""));
    section("SYNOPSIS");
    synopsis();
    section("DESCRIPTION");
    paragraphs(List.of(command.usageMessage().description()));
    parameters();
    options();
    commands();
    exitCodes();
    examples();
    seeAlso();
    return page.toString();
  }

  private void synopsis() {
    macro("B", quoted(Described.words(command)));
    List<String> words = new ArrayList<>(List.of("[OPTIONS]"));
    command.positionalParameters().forEach(p -> words.add(synopsis(p)));
    if (!command.subcommands().isEmpty()) {
      words.add("COMMAND");
    }
    line(String.join(" ", words));
  }

  private static String synopsis(PositionalParamSpec parameter) {
    String label = parameter.paramLabel();
    String repeated = parameter.arity().max() > 1 ? label + "…" : label;
    return parameter.arity().min() == 0 ? "[" + repeated + "]" : repeated;
  }

  private void paragraphs(List<String> texts) {
    boolean first = true;
    for (String text : texts) {
      if (!first) {
        macro("PP");
      }
      line(text);
      first = false;
    }
  }

  private void parameters() {
    List<PositionalParamSpec> told =
        command.positionalParameters().stream().filter(p -> p.description().length > 0).toList();
    if (!told.isEmpty()) {
      section("ARGUMENTS");
      told.forEach(p -> entry(p.paramLabel(), String.join(" ", p.description())));
    }
  }

  private void options() {
    List<OptionSpec> own = Described.ownOptions(command);
    if (!own.isEmpty()) {
      section("OPTIONS");
      own.forEach(o -> entry(heading(o), Described.description(o)));
    }
    if (command != root) {
      if (own.isEmpty()) {
        section("OPTIONS");
      } else {
        macro("PP");
      }
      line("The options of every command are told in " + root.name() + "(1).");
    }
  }

  private static String heading(OptionSpec option) {
    String names = String.join(", ", option.names());
    return Described.takesValue(option) ? names + "=" + option.paramLabel() : names;
  }

  private void commands() {
    if (command.subcommands().isEmpty()) {
      return;
    }
    section("COMMANDS");
    command
        .subcommands()
        .forEach((name, sub) -> entry(name, Described.summary(sub.getCommandSpec())));
  }

  private void exitCodes() {
    if (command != root || command.usageMessage().exitCodeList().isEmpty()) {
      return;
    }
    section("EXIT STATUS");
    command.usageMessage().exitCodeList().forEach(this::entry);
  }

  private void examples() {
    String[] footer = command.usageMessage().footer();
    if (footer.length == 0) {
      return;
    }
    section("EXAMPLES");
    macro("nf");
    for (String example : footer) {
      line(example.strip().replace("%%", "%"));
    }
    macro("fi");
  }

  private void seeAlso() {
    List<String> others = new ArrayList<>();
    for (CommandSpec c = command.parent(); c != null; c = c.parent()) {
      others.add(title(c) + "(1)");
    }
    command.subcommands().values().forEach(s -> others.add(title(s.getCommandSpec()) + "(1)"));
    if (!others.isEmpty()) {
      section("SEE ALSO");
      line(String.join(", ", others));
    }
  }

  private void section(String title) {
    macro("SH", quoted(title));
  }

  private void entry(String term, String text) {
    macro("TP");
    macro("B", quoted(term));
    line(text);
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(' ').append(argument);
    }
    page.append('\n');
  }

  private void line(String text) {
    String escaped = escaped(text);
    boolean looksLikeMacro = escaped.startsWith(".") || escaped.startsWith("'");
    page.append(looksLikeMacro ? "\\&" : "").append(escaped).append('\n');
  }

  private static String quoted(String text) {
    return '"' + escaped(text).replace("\"", "\\(dq") + '"';
  }

  /** A hyphen that can be copied into a shell, and no character that roff would act upon. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                default -> {
                  if (c < 128) {
                    escaped.appendCodePoint(c);
                  } else {
                    escaped.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return escaped.toString();
  }
}

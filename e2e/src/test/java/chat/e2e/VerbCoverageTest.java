package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.command.ChatCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** That the transcripts tell of each verb there is, as picocli knows them. */
class VerbCoverageTest {
  /** How a verb is to be seen. */
  private enum Seen {
    FOR_PEOPLE,
    FOR_PROGRAMS,
    /** Wrong, or refused. */
    BAD
  }

  /** What no transcript can show. The screen is driven in a terminal, by {@link OpenScreenIT}. */
  private static final Map<String, Set<Seen>> NOT_HERE =
      Map.of(
          "chat open", EnumSet.of(Seen.FOR_PEOPLE, Seen.FOR_PROGRAMS),
          // A script for a shell, whatever the format.
          "chat completion", EnumSet.of(Seen.FOR_PROGRAMS));

  @Test
  void every_verb_is_in_a_transcript_for_people_for_programs_and_gone_wrong() throws IOException {
    CommandSpec root = ChatCommand.description();
    Map<String, Set<Seen>> missing = new TreeMap<>();
    verbs(root).forEach(verb -> missing.put(verb, EnumSet.allOf(Seen.class)));
    NOT_HERE.forEach((verb, seen) -> missing.getOrDefault(verb, none()).removeAll(seen));
    for (String name : TranscriptsIT.names()) {
      for (var told : Transcript.told(Files.readString(TranscriptsIT.FOLDER.resolve(name)))) {
        missing.getOrDefault(verb(root, told.words()), none()).removeAll(seen(told));
      }
    }
    missing.values().removeIf(Set::isEmpty);
    assertThat(missing).as("verbs that no transcript shows so").isEmpty();
  }

  @Test
  void what_is_excused_exists() {
    assertThat(verbs(ChatCommand.description())).containsAll(NOT_HERE.keySet());
  }

  @Test
  void a_verb_is_known_from_its_line_right_or_wrong() {
    CommandSpec root = ChatCommand.description();
    assertThat(verb(root, List.of("--context", "bob", "group", "add", "x", "y")))
        .isEqualTo("chat group add");
    assertThat(verb(root, List.of("send", "bob", "logout"))).isEqualTo("chat send");
    assertThat(verb(root, List.of("group", "add"))).isEqualTo("chat group add");
    assertThat(verb(root, List.of("outbox"))).isEqualTo("chat outbox");
    assertThat(verb(root, List.of("frobnicate"))).isEqualTo("chat");
  }

  private static Set<Seen> none() {
    return EnumSet.noneOf(Seen.class);
  }

  private static Set<Seen> seen(Transcript.Told told) {
    if (told.exitCode() != 0) {
      return EnumSet.of(Seen.BAD);
    }
    if (told.words().contains("--help") || told.words().contains("-h")) {
      return none();
    }
    int format = told.words().indexOf("-o") + 1;
    boolean json = format > 0 && told.words().get(format).startsWith("json");
    boolean table = format == 0 || told.words().get(format).equals("table");
    return json ? EnumSet.of(Seen.FOR_PROGRAMS) : table ? EnumSet.of(Seen.FOR_PEOPLE) : none();
  }

  /** Those that do something by themselves, and don't only hold others. */
  private static Set<String> verbs(CommandSpec command) {
    Set<String> verbs = new TreeSet<>();
    if (command.userObject() instanceof Callable<?>) {
      verbs.add(command.qualifiedName());
    }
    command.subcommands().values().forEach(sub -> verbs.addAll(verbs(sub.getCommandSpec())));
    return verbs;
  }

  private static String verb(CommandSpec root, List<String> words) {
    try {
      ParseResult found = root.commandLine().parseArgs(words.toArray(String[]::new));
      while (found.hasSubcommand()) {
        found = found.subcommand();
      }
      return found.commandSpec().qualifiedName();
    } catch (ParameterException wrong) {
      CommandLine command = wrong.getCommandLine();
      return command.getCommandSpec().qualifiedName();
    }
  }
}

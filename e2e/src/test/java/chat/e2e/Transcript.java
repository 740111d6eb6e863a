package chat.e2e;

import chat.cli.command.ChatCommand;
import chat.cli.command.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A transcript run again. It is a text of commands and what they print:
 *
 * <pre>
 * # A remark.
 * $ printf 'one' | NO_COLOR=1 tty chat --context bob send alice -
 * a line on stdout
 * ! a line on stderr
 * [5]
 * </pre>
 *
 * What begins with {@code "# "} is a remark, so no command may print that. The last line is the
 * exit code, where it isn't 0. {@code chat} runs in this process; {@code tty} before it lets it
 * think that it writes to a terminal; {@code xargs chat} gets the lines before it as arguments;
 * everything else goes to the shell. A remark {@code # needs jq} at the beginning names a program
 * without which a transcript can't be run.
 */
final class Transcript {
  /** A busy machine may need it; what is printed doesn't tell of it. */
  private static final List<String> PATIENCE = List.of("--timeout", "5m");

  private final Map<String, String> environment;
  private final Path home;
  private final Path programs;

  /** {@code programs}: where the built programs of nodes and controller are. */
  Transcript(Map<String, String> environment, Path home, Path programs) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.programs = programs;
  }

  private record Outcome(byte[] out, String err, int exitCode) {}

  /** A command line of chat's own in a transcript, without what comes before its name. */
  record Told(List<String> words, int exitCode) {}

  /** All that a transcript tells of; the exit code is that of the whole line. */
  static List<Told> told(String text) {
    List<Told> told = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      if (lines.get(at).startsWith("$ ")) {
        int exitCode = exitCode(lines.subList(at + 1, lines.size()));
        for (String part : split(lines.get(at).substring(2), '|')) {
          List<String> words = words(part);
          words = isXargs(words) ? words.subList(1, words.size()) : words;
          if (isChat(words)) {
            told.add(new Told(words.subList(words.indexOf("chat") + 1, words.size()), exitCode));
          }
        }
      }
    }
    return told;
  }

  /** Of the command whose output begins here: its last line, where it isn't 0. */
  private static int exitCode(List<String> output) {
    return output.stream()
        .takeWhile(l -> !l.startsWith("$ ") && !l.startsWith("# "))
        .reduce((_, last) -> last)
        .filter(l -> l.matches("\\[\\d+]"))
        .map(l -> Integer.parseInt(l.substring(1, l.length() - 1)))
        .orElse(0);
  }

  /** The same remarks and commands, with what the commands print now. */
  String again(String text) throws IOException, InterruptedException {
    StringBuilder again = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# ")) {
        again.append(line).append('\n');
      } else if (line.startsWith("$ ")) {
        again.append(line).append('\n').append(print(pipeline(line.substring(2))));
      }
    }
    return again.toString();
  }

  private static String print(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    Mask.all(new String(outcome.out(), StandardCharsets.UTF_8))
        .lines()
        .forEach(l -> text.append(visible(l)).append('\n'));
    Mask.all(outcome.err()).lines().forEach(l -> text.append("! ").append(l).append('\n'));
    if (outcome.exitCode() != 0) {
      text.append('[').append(outcome.exitCode()).append("]\n");
    }
    return text.toString();
  }

  /** Colours can be seen in a transcript, too. */
  private static String visible(String line) {
    return line.replace('\u001b', '␛');
  }

  private Outcome pipeline(String line) throws IOException, InterruptedException {
    byte[] passed = new byte[0];
    StringBuilder err = new StringBuilder();
    int exitCode = 0;
    for (String part : split(line, '|')) {
      List<String> words = words(part);
      if (isXargs(words)) {
        words = new ArrayList<>(words.subList(1, words.size()));
        words.addAll(new String(passed, StandardCharsets.UTF_8).lines().toList());
      }
      Outcome outcome = isChat(words) ? chat(words, passed) : shell(part, passed);
      passed = outcome.out();
      err.append(outcome.err());
      exitCode = outcome.exitCode();
    }
    return new Outcome(passed, err.toString(), exitCode);
  }

  private static List<String> words(String command) {
    return split(command.strip(), ' ').stream()
        .filter(w -> !w.isEmpty())
        .map(Transcript::word)
        .toList();
  }

  private static boolean isXargs(List<String> words) {
    return words.size() > 1 && words.getFirst().equals("xargs") && isChat(words.subList(1, 2));
  }

  private static boolean isChat(List<String> words) {
    return words.stream()
        .dropWhile(w -> w.matches("[A-Z_]+=.*") || w.equals("tty"))
        .findFirst()
        .filter("chat"::equals)
        .isPresent();
  }

  private Outcome chat(List<String> words, byte[] input) {
    Map<String, String> variables = new TreeMap<>(environment);
    int at = 0;
    boolean terminal = false;
    while (!words.get(at).equals("chat")) {
      String word = words.get(at);
      if (word.equals("tty")) {
        terminal = true;
      } else {
        variables.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      }
      at++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input);
    Surroundings around =
        new Surroundings(
            variables,
            in,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            terminal,
            Optional.empty(),
            programs);
    List<String> arguments = new ArrayList<>(words.subList(at + 1, words.size()));
    if (!arguments.contains("--timeout")) {
      arguments.addAll(0, PATIENCE);
    }
    int exitCode = ChatCommand.execute(around, arguments.toArray(String[]::new));
    return new Outcome(out.toByteArray(), err.toString(StandardCharsets.UTF_8), exitCode);
  }

  private Outcome shell(String command, byte[] input) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("bash", "-c", command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    try (var to = shell.getOutputStream()) {
      to.write(input);
    } catch (IOException e) {
      // It didn't read all of it, as `head` does.
    }
    byte[] out = shell.getInputStream().readAllBytes();
    return new Outcome(out, "", shell.waitFor());
  }

  /** At a character that isn't quoted. */
  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    char quote = 0;
    for (char c : text.toCharArray()) {
      if (quote == 0 && c == at) {
        parts.add(part.toString());
        part.setLength(0);
        continue;
      }
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (quote == c) {
        quote = 0;
      }
      part.append(c);
    }
    parts.add(part.toString());
    return parts;
  }

  /** Without its quotes. */
  private static String word(String quoted) {
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (char c : quoted.toCharArray()) {
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (quote == c) {
        quote = 0;
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }
}

package chat.cli.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where a password comes from: the terminal, standard input or a file. Never the command line and
 * never the environment, which other processes can read.
 */
final class Passwords {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--password-stdin", description = "Read the password from the first input line.")
  private boolean fromInput;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Read the password from the first line of a file.")
  private Optional<Path> file = Optional.empty();

  /** {@code twice}: a new password, which is asked for again. */
  String read(Run run, boolean twice) throws IOException {
    if (fromInput && file.isPresent()) {
      throw wrong("--password-stdin and --password-file exclude each other");
    }
    if (file.isPresent()) {
      List<String> lines = Files.readAllLines(file.get());
      return notEmpty(lines.isEmpty() ? "" : lines.getFirst());
    }
    if (fromInput) {
      BufferedReader input =
          new BufferedReader(
              new InputStreamReader(run.surroundings().in(), StandardCharsets.UTF_8));
      return notEmpty(Optional.ofNullable(input.readLine()).orElse(""));
    }
    if (!run.mayAsk()) {
      throw wrong("no terminal to ask for the password; use --password-stdin or --password-file");
    }
    return ask(run.surroundings().console().orElseThrow(), twice);
  }

  private String ask(Console console, boolean twice) {
    String first = entered(console.readPassword("Password: "));
    if (twice && !entered(console.readPassword("Once more: ")).equals(first)) {
      throw wrong("the two passwords differ");
    }
    return notEmpty(first);
  }

  static String entered(char @Nullable [] password) {
    return password == null ? "" : new String(password);
  }

  private String notEmpty(String password) {
    if (password.isEmpty()) {
      throw wrong("the password is empty");
    }
    return password;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}

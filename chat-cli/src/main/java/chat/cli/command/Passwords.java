package chat.cli.command;

import chat.cli.text.InvalidTextException;
import chat.cli.text.Utf8;
import chat.cli.text.Utf8Lines;
import java.io.BufferedInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file.get()))) {
        return notEmpty(firstLine(in, file.get().toString()));
      }
    }
    if (fromInput) {
      return notEmpty(firstLine(run.surroundings().in(), "the standard input"));
    }
    if (!run.mayAsk()) {
      throw wrong("no terminal to ask for the password; use --password-stdin or --password-file");
    }
    return ask(run.surroundings().console().orElseThrow(), twice);
  }

  static String firstLine(InputStream in, String what) throws IOException {
    return new Utf8Lines(in, what).next().orElse("");
  }

  private String ask(Console console, boolean twice) throws InvalidTextException {
    String first = entered(console.readPassword("Password: "));
    if (twice && !entered(console.readPassword("Once more: ")).equals(first)) {
      throw wrong("the two passwords differ");
    }
    return notEmpty(first);
  }

  /** The console gives each byte as a character of ISO 8859-1: see {@link Surroundings}. */
  static String entered(char @Nullable [] password) throws InvalidTextException {
    return password == null
        ? ""
        : Utf8.decode(
            new String(password).getBytes(StandardCharsets.ISO_8859_1), "what was entered");
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

package chat.node.app;

import chat.node.app.NodeConfig.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The code that registers an operator's name, from {@code chat.operator.code} or from a file such
 * as a mounted Secret ({@code chat.operator.code.file}). No message here repeats it.
 */
final class OperatorCode {
  private static final String CODE = "chat.operator.code";
  private static final String FILE = "chat.operator.code.file";
  private static final int LEAST_CHARACTERS = 16;

  private OperatorCode() {}

  static Optional<String> of(Config config) throws InvalidConfigException {
    Optional<String> code = config.getOptionalValue(CODE, String.class).map(String::strip);
    Optional<String> file = config.getOptionalValue(FILE, String.class).map(String::strip);
    if (code.isPresent() && file.isPresent()) {
      throw new InvalidConfigException(
          "The settings " + CODE + " and " + FILE + " exclude each other.");
    }
    Optional<String> found = file.isPresent() ? Optional.of(read(file.get())) : code;
    if (found.isPresent() && found.get().length() < LEAST_CHARACTERS) {
      throw new InvalidConfigException(
          "The operator code is shorter than " + LEAST_CHARACTERS + " characters.");
    }
    return found;
  }

  private static String read(String file) throws InvalidConfigException {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8).strip();
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidConfigException(
          "The file of the setting " + FILE + " can't be read: " + file + ".");
    }
  }
}

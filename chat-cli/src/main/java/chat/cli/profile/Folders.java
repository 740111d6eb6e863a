package chat.cli.profile;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Where things are kept, by the XDG rules. Relative values of the variables are ignored. */
public record Folders(Path config, Path state, Path data) {

  public static Folders of(Map<String, String> environment) {
    String variable = text(environment, "HOME");
    Path home = Path.of(variable.isEmpty() ? System.getProperty("user.home", ".") : variable);
    return new Folders(
        folder(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
        folder(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
        folder(environment, "XDG_DATA_HOME", home.resolve(".local/share")));
  }

  /** The JVM puts U+FFFD where a value is not UTF-8: that would be another folder. */
  private static String text(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    if (value.contains("\ufffd")) {
      throw new InvalidPathException(value, variable + " is not UTF-8 text");
    }
    return value;
  }

  private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
    String value = text(environment, variable);
    Path base = value.startsWith("/") ? Path.of(value) : otherwise;
    return base.resolve("chat");
  }
}

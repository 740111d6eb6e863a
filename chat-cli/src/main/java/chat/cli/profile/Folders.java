package chat.cli.profile;

import java.nio.file.Path;
import java.util.Map;

/** Where things are kept, by the XDG rules. Relative values of the variables are ignored. */
public record Folders(Path config, Path state, Path data) {

  public static Folders of(Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
    return new Folders(
        folder(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
        folder(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
        folder(environment, "XDG_DATA_HOME", home.resolve(".local/share")));
  }

  private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
    String value = environment.getOrDefault(variable, "");
    Path base = value.startsWith("/") ? Path.of(value) : otherwise;
    return base.resolve("chat");
  }
}

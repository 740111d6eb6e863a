package chat.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build made: the same jars that everything else runs. */
public record Jars(Path repository) {

  /** From {@code -Dchat.e2e.repository}, or the folder above the working directory. */
  public static Jars ofThisBuild() {
    String given = System.getProperty("chat.e2e.repository", "..");
    return new Jars(Path.of(given).toAbsolutePath().normalize());
  }

  Path node() {
    return existing("chat-node/target/quarkus-app/quarkus-run.jar");
  }

  Path controller() {
    return existing("chat-controller/target/quarkus-app/quarkus-run.jar");
  }

  private Path existing(String path) {
    Path jar = repository.resolve(path);
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("not built: " + jar + " (mvn package makes it)");
    }
    return jar;
  }
}

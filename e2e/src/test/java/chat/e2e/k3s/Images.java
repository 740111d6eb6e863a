package chat.e2e.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The images as archives: those of the folder that {@code CHAT_IMAGES} names, or new ones by {@code
 * scripts/images} of the jars that are there.
 *
 * @param tag of both
 */
record Images(Path folder, String tag) {
  private static final String TAG = "k3s";
  private static final int BUILD_LIMIT_MINUTES = 15;

  static Images ofEnvironment(Path repository) throws IOException, InterruptedException {
    String given = System.getenv("CHAT_IMAGES");
    if (given != null) {
      return new Images(Path.of(given), variable("CHAT_IMAGE_TAG", TAG));
    }
    Path folder = repository.resolve("e2e/target/images");
    Path log = repository.resolve("e2e/target/images.log");
    Process build =
        new ProcessBuilder(
                repository.resolve("scripts/images").toString(),
                "--no-jars",
                "--tag",
                TAG,
                "--save",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = build.waitFor(BUILD_LIMIT_MINUTES, TimeUnit.MINUTES);
    build.destroyForcibly();
    assertThat(ended && build.exitValue() == 0).as("%s", Files.readString(log)).isTrue();
    return new Images(folder, TAG);
  }

  List<Path> archives() {
    return List.of(folder.resolve("chat-node.tar"), folder.resolve("chat-controller.tar"));
  }

  static String variable(String name, String standard) {
    @Nullable String value = System.getenv(name);
    return value == null ? standard : value;
  }
}

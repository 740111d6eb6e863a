package chat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppsTest {
  @TempDir Path folder;

  @Test
  void a_copy_has_the_times_of_the_original_for_which_the_start_cache_was_made() throws Exception {
    FileTime built = FileTime.from(Instant.ofEpochSecond(1_700_000_000));
    for (String module : new String[] {Apps.NODE, Apps.CONTROLLER}) {
      Path app = Files.createDirectories(folder.resolve(module).resolve("target/quarkus-app"));
      Path jar = Files.writeString(app.resolve("quarkus-run.jar"), "jar");
      Files.setLastModifiedTime(jar, built);
      Files.writeString(app.resolve("start.aot"), "cache");
    }
    Apps apps = new Apps(folder, folder.resolve("copies"));
    apps.install();
    assertThat(Files.getLastModifiedTime(apps.jar(Apps.NODE))).isEqualTo(built);
    assertThat(apps.startCache(Apps.NODE)).hasContent("cache");
    assertThat(apps.startCache(Apps.CONTROLLER).getParent())
        .isEqualTo(apps.jar(Apps.CONTROLLER).getParent());
  }
}

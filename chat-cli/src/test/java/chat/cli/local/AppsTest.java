package chat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    Apps apps = built(FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
    apps.install();
    assertThat(Files.getLastModifiedTime(apps.jar(Apps.NODE)))
        .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
    assertThat(apps.startCache(Apps.NODE)).hasContent("cache");
    assertThat(apps.startCache(Apps.CONTROLLER).getParent())
        .isEqualTo(apps.jar(Apps.CONTROLLER).getParent());
  }

  @Test
  void copies_of_older_builds_are_dropped_and_the_newest_stays() throws Exception {
    Apps apps = built(FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
    apps.install();
    Path older = apps.jar(Apps.NODE);
    Path half = Files.createDirectories(folder.resolve("copies/.half-1/lib"));
    built(FileTime.from(Instant.ofEpochSecond(1_700_000_001)));
    apps.install();
    assertThat(older).exists();

    apps.dropOlder();
    assertThat(older).doesNotExist();
    assertThat(half).doesNotExist();
    assertThat(apps.jar(Apps.NODE)).exists();
    assertThat(apps.jar(Apps.CONTROLLER)).exists();
  }

  private Apps built(FileTime at) throws IOException {
    for (String module : new String[] {Apps.NODE, Apps.CONTROLLER}) {
      Path app = Files.createDirectories(folder.resolve(module).resolve("target/quarkus-app"));
      Path jar = Files.writeString(app.resolve("quarkus-run.jar"), "jar");
      Files.setLastModifiedTime(jar, at);
      Files.writeString(app.resolve("start.aot"), "cache");
    }
    return new Apps(folder, folder.resolve("copies"));
  }
}

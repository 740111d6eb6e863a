package chat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  @TempDir Path folder;

  @Test
  void entries_come_back_oldest_first_until_they_are_removed() throws Exception {
    Outbox outbox = new Outbox(folder.resolve("outbox"));
    assertThat(outbox.entries()).isEmpty();
    Outbox.Entry late = entry(2_000, "late");
    Outbox.Entry early = entry(999, "early \n \u0000 ☃");
    outbox.add(late);
    outbox.add(early);
    assertThat(outbox.entries()).containsExactly(early, late);
    assertThat(outbox.remove(early)).isTrue();
    assertThat(outbox.remove(early)).isFalse();
    assertThat(outbox.entries()).containsExactly(late);
  }

  @Test
  void nobody_else_may_read_an_entry_and_no_temporary_file_stays() throws Exception {
    Outbox outbox = new Outbox(folder.resolve("outbox"));
    outbox.add(entry(1, "secret"));
    List<Path> files = files(folder.resolve("outbox"));
    assertThat(files).hasSize(1);
    assertThat(mode(files.getFirst())).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("outbox"))).isEqualTo("rwx------");
  }

  @Test
  void a_session_open_to_others_is_refused_with_what_to_do() throws Exception {
    Folders folders = new Folders(folder, folder, folder);
    Profile profile = new Profile(folders, ContextName.LOCAL);
    Session session = new Session("alice", new byte[32], "s1", 5);
    profile.save(session);
    assertThat(profile.requireSession().name()).isEqualTo("alice");
    Path file = folder.resolve("contexts/local/session.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(profile::requireSession)
        .isInstanceOf(ProfileException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void contexts_keep_users_apart() throws Exception {
    Folders folders = new Folders(folder, folder, folder);
    new Profile(folders, new ContextName("a")).save(new Session("alice", new byte[32], "s", 1));
    assertThat(new Profile(folders, new ContextName("b")).session()).isEmpty();
    assertThatThrownBy(() -> new ContextName("../a")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Outbox.Entry entry(long millis, String text) {
    return new Outbox.Entry(UUID.randomUUID(), millis, "alice", "bob", text);
  }

  private static List<Path> files(Path in) throws IOException {
    try (Stream<Path> all = Files.list(in)) {
      return all.toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}

package chat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One outbox and several processes, killed ones among them. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class SharedOutboxTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EACH = 100;

  @TempDir Path folder;

  private Outbox outbox() {
    return new Outbox(folder.resolve("outbox"));
  }

  private static Outbox.Entry meant(long millis, String text) {
    return new Outbox.Entry(UUID.randomUUID(), millis, "alice", "bob", text);
  }

  private static List<String> texts(Outbox outbox) throws Exception {
    return outbox.entries().stream().map(Outbox.Entry::text).toList();
  }

  @Test
  void the_order_is_that_of_writing_also_within_a_millisecond_and_when_the_clock_goes_back()
      throws Exception {
    List<String> written = IntStream.range(0, 20).mapToObj(i -> "text " + i).toList();
    for (int i = 0; i < written.size(); i++) {
      outbox().append(meant(i < 10 ? 5_000 : 4_000, written.get(i)));
    }
    assertThat(texts(outbox())).isEqualTo(written);
  }

  @Test
  void a_full_outbox_refuses_and_stores_nothing() throws Exception {
    String long64k = "x".repeat(1 << 16);
    int fit = (int) (Outbox.BYTES_LIMIT / (long64k.length() + 300));
    for (int i = 0; i < fit; i++) {
      outbox().add(meant(i + 1, long64k));
    }
    outbox().append(meant(1, "a short one still fits"));
    Outbox.Entry tooLong = meant(1, "x".repeat(2 << 20));
    assertThatThrownBy(() -> outbox().append(tooLong))
        .isInstanceOf(OutboxFullException.class)
        .hasMessageContaining("bytes");
    assertThat(outbox().entries()).hasSize(fit + 1);
  }

  @Test
  void an_entry_of_an_earlier_version_is_read_and_goes_to_any_cluster() throws Exception {
    Path file = folder.resolve("outbox/001795251600000-00000000-0000-0001-0000-000000000002.json");
    Files.createDirectories(folder.resolve("outbox"));
    Files.writeString(
        file,
        """
        {"requestId":"00000000-0000-0001-0000-000000000002","createdMillis":1795251600000,\
        "from":"alice","to":"bob","text":"from before"}
        """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Outbox.Entry entry = outbox().entries().getFirst();
    assertThat(entry)
        .isEqualTo(
            new Outbox.Entry(new UUID(1, 2), 1_795_251_600_000L, "alice", "bob", "from before"));
    assertThat(entry.isFor("any")).isTrue();
    assertThat(outbox().remove(entry)).isTrue();
  }

  @Test
  void a_refused_entry_keeps_its_place_and_an_entry_that_was_removed_does_not_come_back()
      throws Exception {
    Outbox.Entry first = outbox().append(meant(1, "first"));
    Outbox.Entry second = outbox().append(meant(2, "second"));
    outbox().refuse(first, "bob blocks you");
    outbox().remove(second);
    outbox().refuse(second, "too late");
    assertThat(texts(outbox())).containsExactly("first");
    assertThat(outbox().entries().getFirst().refused()).isEqualTo("bob blocks you");
  }

  @Test
  void two_processes_write_at_once_and_nothing_is_lost_or_out_of_order() throws Exception {
    List<Process> writers = List.of(process("a"), process("b"));
    for (Process writer : writers) {
      assertThat(writer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(writer.exitValue()).isZero();
    }
    List<Outbox.Entry> entries = outbox().entries();
    assertThat(entries.stream().map(Outbox.Entry::createdMillis).distinct()).hasSize(2 * EACH);
    for (String name : List.of("a", "b")) {
      assertThat(texts(outbox()).stream().filter(t -> t.startsWith(name)))
          .containsExactlyElementsOf(
              IntStream.range(0, EACH).mapToObj(i -> name + " " + i).toList());
    }
  }

  @Test
  void a_process_that_is_killed_while_it_writes_leaves_whole_entries_and_frees_its_locks()
      throws Exception {
    Process writer = process("killed");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (outbox().entries().size() < 5 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    writer.destroyForcibly().waitFor();
    List<String> left = texts(outbox());
    assertThat(left)
        .hasSizeGreaterThanOrEqualTo(5)
        .containsExactlyElementsOf(
            IntStream.range(0, left.size()).mapToObj(i -> "killed " + i).toList());
    try (FileLock lock = outbox().hold("bob", PATIENCE).orElseThrow()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(outbox().hold("bob", Duration.ZERO)).isEmpty();
      outbox().append(meant(1, "the next one"));
    }
    assertThat(texts(outbox())).endsWith("the next one");
    try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
      assertThat(files.filter(f -> f.getFileName().toString().startsWith(".new"))).isEmpty();
    }
  }

  private Process process(String name) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName()));
    command.addAll(List.of(folder.resolve("outbox").toString(), name));
    return new ProcessBuilder(command).inheritIO().start();
  }

  /** Writes messages to bob, all of one millisecond, while it holds bob's conversation. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      Outbox outbox = new Outbox(Path.of(arguments[0]));
      var held = outbox.hold("bob", Duration.ZERO);
      for (int i = 0; i < EACH; i++) {
        outbox.append(meant(1, arguments[1] + " " + i));
      }
      if (held.isPresent()) {
        held.get().release();
      }
    }
  }
}

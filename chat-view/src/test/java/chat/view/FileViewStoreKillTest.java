package chat.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes compete for the view and are killed in the midst of it. */
class FileViewStoreKillTest {
  private static final int PROCESSES = 3;
  private static final int KILLS = 12;
  private static final int MOST_REVS_BETWEEN_KILLS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder = Path.of("unset");

  private final List<Process> running = new ArrayList<>();
  private Rev seen = Rev.ZERO;

  @AfterEach
  void killAll() throws InterruptedException {
    for (Process process : running) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void killedWritersLoseAndDoubleNothingAndLeaveTheViewReadable() throws Exception {
    long seed = new Random().nextLong();
    Random dice = new Random(seed);
    FileViewStore store = new FileViewStore(folder.resolve("view.json"));
    View first = Views.first(Views.member("chat-0"));
    store.compareAndSet(
        new View(
            first.clusterId(),
            first.rev(),
            first.epoch(),
            first.primary(),
            first.inSync(),
            new TreeMap<>()));
    for (int i = 0; i < PROCESSES; i++) {
      running.add(process(i));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      awaitProgress(store, 1 + dice.nextInt(MOST_REVS_BETWEEN_KILLS));
      int victim = dice.nextInt(PROCESSES);
      running.get(victim).destroyForcibly().waitFor();
      newer(store);
      running.set(victim, process(victim));
    }
    awaitProgress(store, 1);
    killAll();
    check(newer(store), seed);
  }

  /** All the while the view is readable and its rev never falls: each read here says so. */
  private View newer(FileViewStore store) throws ViewStoreException {
    View view = store.read().orElseThrow();
    assertThat(view.rev()).isGreaterThanOrEqualTo(seen);
    seen = view.rev();
    return view;
  }

  private void awaitProgress(FileViewStore store, int revs) throws ViewStoreException {
    long goal = newer(store).rev().value() + revs;
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> newer(store).rev().value() >= goal);
  }

  private void check(View last, long seed) throws IOException {
    long sum = 0;
    for (int i = 0; i < PROCESSES; i++) {
      int count = IncrementingProcess.countOf(last, name(i));
      List<String> lines = Files.readAllLines(diary(i));
      List<String> done = lines.stream().filter(line -> line.startsWith("done")).toList();
      assertThat(done).as("seed %d: nothing stored twice", seed).doesNotHaveDuplicates();
      assertThat(done.size())
          .as("seed %d: all that %s stored is there, of what it tried", seed, name(i))
          .isLessThanOrEqualTo(count);
      assertThat(count)
          .as("seed %d: at most one in doubt per kill", seed)
          .isLessThanOrEqualTo(done.size() + KILLS + 1);
      for (int each = 1; each <= count; each++) {
        assertThat(lines).as("seed %d", seed).contains("try " + each);
      }
      sum += count;
    }
    assertThat(last.rev().value())
        .as("seed %d: each rev is one count of one process", seed)
        .isEqualTo(1 + sum);
  }

  private static NodeName name(int i) {
    return new NodeName("process-" + i);
  }

  private Path diary(int i) {
    return folder.resolve("diary-" + i);
  }

  private Process process(int i) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            IncrementingProcess.class.getName(),
            name(i).value(),
            folder.resolve("view.json").toString(),
            diary(i).toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output-" + i).toFile()))
        .start();
  }
}

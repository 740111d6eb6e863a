package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.check.History;
import chat.e2e.client.Received;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One node fails under load: killed, or frozen with its connections open. How long acknowledgements
 * stay away is printed, and nothing is asserted of it.
 */
@Tag("e2e")
@Timeout(3600)
class FailoverIT {
  private static final int SENDERS = 4;
  private static final int CALM = 100;

  @Test
  void a_killed_primary_loses_nothing() {
    try (Run run = Run.of(3);
        Scene scene = new Scene(run)) {
      List<Double> gaps = new ArrayList<>();
      for (int i = 0; i < Budget.KILLS; i++) {
        scene.load.awaitMore(CALM);
        long from = System.nanoTime();
        LocalNode killed = run.killPrimary();
        scene.load.awaitMore(CALM);
        gaps.add(scene.load.longestGapSince(from));
        run.restart(killed);
        run.awaitAllInSync();
      }
      print("primary killed", gaps);
      scene.judge();
      run.succeeded();
    }
  }

  @Test
  void a_primary_that_is_told_to_end_hands_over_before_it_does() {
    try (Run run = Run.of(3);
        Scene scene = new Scene(run)) {
      List<Double> gaps = new ArrayList<>();
      for (int i = 0; i < Budget.KILLS; i++) {
        scene.load.awaitMore(CALM);
        LocalNode primary = run.primary();
        String before = primary.process().output();
        long from = System.nanoTime();
        primary.process().stop();
        scene.load.awaitMore(CALM);
        gaps.add(scene.load.longestGapSince(from));
        String after = primary.process().output().substring(before.length());
        assertThat(after).contains("handed over").containsPattern("\\bstopped\\n");
        run.restart(primary);
        run.awaitAllInSync();
      }
      print("primary told to end", gaps);
      scene.judge();
      run.succeeded();
    }
  }

  @Test
  void a_killed_backup_loses_nothing() {
    try (Run run = Run.of(3);
        Scene scene = new Scene(run)) {
      List<Double> gaps = new ArrayList<>();
      for (int i = 0; i < Budget.KILLS; i++) {
        scene.load.awaitMore(CALM);
        LocalNode backup = scene.anyBackup();
        long from = System.nanoTime();
        backup.process().kill();
        scene.load.awaitMore(CALM);
        gaps.add(scene.load.longestGapSince(from));
        run.restart(backup);
        run.awaitAllInSync();
      }
      print("backup killed", gaps);
      scene.judge();
      run.succeeded();
    }
  }

  @Test
  void a_frozen_backup_is_taken_out_and_comes_back() {
    try (Run run = Run.of(3);
        Scene scene = new Scene(run)) {
      List<Double> gaps = new ArrayList<>();
      for (int i = 0; i < Budget.KILLS; i++) {
        scene.load.awaitMore(CALM);
        LocalNode backup = scene.anyBackup();
        long from = System.nanoTime();
        backup.process().freeze();
        scene.load.awaitMore(CALM);
        gaps.add(scene.load.longestGapSince(from));
        backup.process().thaw();
        run.awaitAllInSync();
      }
      print("backup frozen", gaps);
      scene.judge();
      run.succeeded();
    }
  }

  @Test
  void a_frozen_primary_acknowledges_nothing_after_it_thaws() {
    try (Run run = Run.of(3);
        Scene scene = new Scene(run)) {
      List<Double> gaps = new ArrayList<>();
      for (int i = 0; i < Budget.KILLS; i++) {
        scene.load.awaitMore(CALM);
        LocalNode frozen = run.primary();
        long from = System.nanoTime();
        frozen.process().freeze();
        scene.load.awaitMore(CALM);
        gaps.add(scene.load.longestGapSince(from));
        assertThat(run.primary().name()).isNotEqualTo(frozen.name());
        frozen.process().thaw();
        run.awaitAllInSync();
      }
      print("primary frozen", gaps);
      scene.judge();
      run.succeeded();
    }
  }

  /** Senders at work, and what must hold of all that they were told. */
  private static final class Scene implements AutoCloseable {
    private final Run run;
    private final TestClient reader;
    private final List<TestClient> senders = new ArrayList<>();
    private final Load load;
    private final FreshReads reads;

    Scene(Run run) {
      this.run = run;
      this.reader = run.register("reader");
      for (int i = 0; i < SENDERS; i++) {
        senders.add(run.register("sender-" + i));
      }
      this.load = new Load(senders, reader);
      this.reads = new FreshReads(run, load, "reader", senders);
    }

    LocalNode anyBackup() {
      String primary = run.primary().name();
      return run.cluster.nodes().stream()
          .filter(node -> !node.name().equals(primary))
          .findFirst()
          .orElseThrow();
    }

    void judge() {
      load.finish();
      reads.close();
      assertThat(load.failures()).isEmpty();
      assertThat(reads.stale()).isEmpty();
      assertThat(reads.reads()).isPositive();
      for (TestClient sender : senders) {
        List<Received> history = reader.history(sender.name());
        assertThat(History.faults(load.acknowledgedTo(sender), history)).isEmpty();
        assertThat(History.repetitions(history)).isEmpty();
      }
      var hashes = run.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
      assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
    }

    @Override
    public void close() {
      reads.close();
      load.close();
    }
  }

  private static void print(String what, List<Double> gaps) {
    List<Double> sorted = gaps.stream().sorted().toList();
    System.out.printf(
        "%s %d times: longest gap between acknowledgements, median %.0f ms, worst %.0f ms %s%n",
        what,
        sorted.size(),
        sorted.get(sorted.size() / 2),
        sorted.getLast(),
        gaps.stream().map(gap -> String.format("%.0f", gap)).toList());
  }
}

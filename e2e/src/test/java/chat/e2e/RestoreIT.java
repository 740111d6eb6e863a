package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.e2e.check.History;
import chat.e2e.client.Acknowledged;
import chat.e2e.client.Condition;
import chat.e2e.client.Listener;
import chat.e2e.client.Operator;
import chat.e2e.client.Received;
import chat.e2e.client.RefusedException;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalCluster;
import chat.e2e.cluster.LocalNode;
import chat.e2e.cluster.Managed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup, taken while messages come in, becomes the data of another cluster. */
@Tag("e2e")
@Timeout(900)
class RestoreIT {
  private static final int SENDERS = 3;
  private static final int BEFORE = 200;
  private static final int REFUSED = 5;
  private static final int AUDITED = 50;
  private static final String PASSWORD = "correct horse battery staple";
  private static final String OPERATORS = "-Dchat.operators=*";

  @TempDir Path temp;

  /** Clients that know whichever cluster there is at the time. */
  private final AtomicReference<LocalCluster> cluster = new AtomicReference<>();

  private TestClient client(Run run, String name) {
    return run.opened(
        TestClient.of(() -> cluster.get().clientAddresses(), name, Run.PATIENCE_MILLIS));
  }

  private TestClient registered(Run run, String name) {
    return client(run, name).register(PASSWORD).login(PASSWORD);
  }

  @Test
  void what_was_committed_before_the_backup_is_there_and_goes_on_under_another_cluster_id()
      throws Exception {
    Path file = temp.resolve("monday.chat");
    try (Run old = Run.of(3, OPERATORS)) {
      cluster.set(old.cluster);
      TestClient reader = registered(old, "reader");
      List<TestClient> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(registered(old, "sender-" + i));
      }
      Listener listener = old.opened(reader.listenFromStart());
      Operator.Backup backup;
      Map<String, List<Received>> before = new java.util.HashMap<>();
      try (Load load = new Load(senders, reader)) {
        load.awaitAcknowledged(BEFORE);
        backup = new Operator(reader).backup(file);
        load.awaitMore(BEFORE);
        load.finish();
        assertThat(load.failures()).isEmpty();
        for (TestClient sender : senders) {
          List<Received> history = reader.history(sender.name());
          assertThat(History.faults(load.acknowledgedTo(sender), history)).isEmpty();
          before.put(sender.name(), history);
        }
      }
      TestClient late = registered(old, "late");
      int all = before.values().stream().mapToInt(List::size).sum();
      Condition.await(
          "all heard", Run.PATIENCE_MILLIS, () -> listener.count() >= all, listener::trouble);
      old.cluster.killAll();

      try (Run restored = Run.unstarted(3, OPERATORS)) {
        assertThat(restored.cluster.restore(restored.cluster.nodes().getFirst(), file)).isZero();
        cluster.set(restored.cluster);
        restored.start();

        assertThat(restored.eye.status().orElseThrow().getClusterId())
            .isNotEqualTo(backup.clusterId());
        assertHistoriesEndAt(backup.position(), before, reader);
        // Who was logged in at the time of the backup still is; who came later is unknown.
        assertThat(catchThrowableOfType(RefusedException.class, late::inbox).reason())
            .isEqualTo("SESSION_INVALID");
        assertGoesOn(listener, senders.getFirst(), reader);
        var hashes = restored.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
        assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
        assertOldReplicaStaysOut(restored, old.cluster.nodes().get(1));
        restored.succeeded();
      }
      old.succeeded();
    }
  }

  /** To the message: neither one fewer nor one more. */
  private static void assertHistoriesEndAt(
      long position, Map<String, List<Received>> before, TestClient reader) {
    before.forEach(
        (sender, messages) -> {
          List<Received> expected =
              messages.stream().filter(message -> message.position() <= position).toList();
          List<Received> found = reader.history(sender);
          assertThat(texts(found)).isEqualTo(texts(expected)).isNotEmpty();
          assertThat(found.stream().map(Received::position))
              .isEqualTo(expected.stream().map(Received::position).toList());
          assertThat(found.stream().map(Received::seq))
              .isEqualTo(expected.stream().map(Received::seq).toList());
        });
  }

  private static List<String> texts(List<Received> messages) {
    return messages.stream().map(Received::text).toList();
  }

  /**
   * The listener's cursor is refused. It knows which seq it had of each conversation: what lies
   * beyond the restored history's end is forgotten, and it goes on behind the rest.
   */
  private static void assertGoesOn(Listener listener, TestClient sender, TestClient reader) {
    Condition.await(
        "the old cursor is refused",
        Run.PATIENCE_MILLIS,
        () -> !listener.trouble().isEmpty(),
        () -> listener.count() + " heard");
    assertThat(listener.trouble()).contains("FAILED_PRECONDITION", "CURSOR_INVALID");

    long held =
        listener.messages().stream()
            .filter(message -> message.from().equals(sender.name()))
            .mapToLong(Received::seq)
            .max()
            .orElseThrow();
    long end = reader.newestSeq(sender.name());
    long behind = Math.min(held, end);
    List<Acknowledged> fresh = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      fresh.add(sender.send(reader.name(), "after the restore " + i));
    }
    List<Received> found = reader.historyAbove(sender.name(), behind);
    assertThat(texts(found)).isEqualTo(fresh.stream().map(Acknowledged::text).toList());
    assertThat(found.getFirst().seq()).isEqualTo(end + 1);
    try (Listener again = reader.listenFromStart()) {
      Condition.await(
          "the new messages at a new subscription",
          Run.PATIENCE_MILLIS,
          () -> again.messages().stream().anyMatch(m -> m.text().equals(fresh.getLast().text())),
          again::trouble);
      List<Received> ofSender =
          again.messages().stream().filter(m -> m.from().equals(sender.name())).toList();
      assertThat(History.faults(fresh, ofSender)).isEmpty();
      assertThat(History.repetitions(ofSender)).isEmpty();
    }
  }

  /** A disk of the old cluster, brought to the new one, halts with the reason and joins nothing. */
  private static void assertOldReplicaStaysOut(Run restored, LocalNode old) {
    Managed stranger = restored.cluster.nodeWithData(old.name(), old.data());
    restored.cluster.node(old.name()).process().kill();
    stranger.start();
    Condition.await(
        "the old replica halts",
        Run.PATIENCE_MILLIS,
        () -> stranger.output().contains("this disk belongs to"),
        stranger::output);
    restored.awaitInSync(Set.of("chat-0", "chat-2"));
    stranger.kill();
  }

  @Test
  void every_replica_has_the_restored_state_and_a_line_that_says_from_where() throws Exception {
    Path file = temp.resolve("monday.chat");
    List<String> audit;
    String from;
    try (Run old = Run.of(1, OPERATORS)) {
      cluster.set(old.cluster);
      TestClient alice = registered(old, "alice");
      old.register("bob");
      for (int i = 1; i <= 20; i++) {
        alice.send("bob", "message " + i);
      }
      from = new Operator(alice).backup(file).clusterId();
      audit = new Operator(alice).audit(AUDITED);
      assertThat(audit.getFirst()).isEqualTo("alice backup ");
      old.succeeded();
    }
    try (Run restored = Run.unstarted(3, OPERATORS)) {
      LocalNode first = restored.cluster.nodes().getFirst();
      byte[] whole = Files.readAllBytes(file);
      Path half = Files.write(temp.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
      assertThat(restored.cluster.restore(first, half)).isEqualTo(REFUSED);
      assertThat(first.process().output()).contains("DAMAGED: ");

      assertThat(restored.cluster.restore(first, file)).isZero();
      restored.start();
      restored.awaitAllInSync();
      Map<String, String> hashes = restored.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
      assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
      cluster.set(restored.cluster);
      List<String> now = new Operator(restored.login("alice")).audit(AUDITED);
      int line = now.indexOf(" restore " + from);
      assertThat(line).as("the restore among %s", now).isNotNegative();
      assertThat(now.subList(line + 1, now.size())).isEqualTo(audit);

      assertThat(restored.cluster.restore(first, file)).isEqualTo(3);
      assertThat(first.process().output()).contains("DATA_FOLDER_IN_USE: ");
      first.process().kill();
      assertThat(restored.cluster.restore(first, file)).isEqualTo(REFUSED);
      assertThat(first.process().output()).contains("HAS_DATA: ");
      restored.succeeded();
    }
  }
}

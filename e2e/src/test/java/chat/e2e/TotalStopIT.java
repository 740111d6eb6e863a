package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.check.History;
import chat.e2e.client.Acknowledged;
import chat.e2e.client.Condition;
import chat.e2e.client.Received;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The power goes, everywhere at once. */
@Tag("e2e")
@Timeout(900)
class TotalStopIT {
  private static final int ROUNDS = 2;
  private static final int SENDERS = 4;
  private static final int BEFORE_EACH_STOP = 300;

  @Test
  void nothing_acknowledged_is_missing_after_a_kill_of_everything_and_a_start_in_any_order()
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Run run = Run.of(3)) {
      TestClient reader = run.register("reader");
      List<TestClient> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(run.register("sender-" + i));
      }
      try (Load load = new Load(senders, reader)) {
        for (int round = 1; round <= ROUNDS; round++) {
          load.awaitAcknowledged(round * BEFORE_EACH_STOP);
          run.cluster.killAll();
          List<LocalNode> order = new ArrayList<>(run.cluster.nodes());
          Collections.shuffle(order, random);
          if (random.nextBoolean()) {
            run.cluster.controller().start();
          }
          order.forEach(run::restart);
          if (!run.cluster.controller().isAlive()) {
            run.cluster.controller().start();
          }
          run.eye.awaitPrimary(Run.PATIENCE_MILLIS);
        }
        load.awaitAcknowledged((ROUNDS + 1) * BEFORE_EACH_STOP);
        load.finish();
        assertThat(load.failures()).as("seed %d", seed).isEmpty();
        for (TestClient sender : senders) {
          List<Acknowledged> mine = load.acknowledgedTo(sender);
          List<Received> history = reader.history(sender.name());
          assertThat(History.faults(mine, history)).as("seed %d", seed).isEmpty();
          assertThat(History.repetitions(history)).as("seed %d", seed).isEmpty();
        }
        run.awaitAllInSync();
        var hashes = run.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
        assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
        assertThat(run.cluster.nodes())
            .allSatisfy(node -> assertThat(node.unpackedLibraries()).hasSize(1));
      }
      run.succeeded();
    }
  }

  @Test
  void queued_messages_are_delivered_at_the_next_login() {
    try (Run run = Run.of(3)) {
      TestClient alice = run.register("alice");
      run.register("bob");
      List<Acknowledged> queued = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        queued.add(alice.send("bob", "while you were out: " + i));
      }
      run.cluster.killAll();
      run.cluster.nodes().reversed().forEach(run::restart);
      run.cluster.controller().start();

      TestClient back = run.login("bob");
      List<Received> inbox = back.inbox();
      assertThat(inbox.stream().map(Received::text))
          .isEqualTo(queued.stream().map(Acknowledged::text).toList());
      assertThat(inbox).noneMatch(Received::read);

      back.markRead(queued.getLast().conversation(), queued.getLast().seq());
      Condition.await(
          "an empty inbox", Run.PATIENCE_MILLIS, () -> back.inbox().isEmpty(), () -> "" + inbox);
      assertThat(alice.history("bob")).allMatch(Received::read);
      run.succeeded();
    }
  }
}

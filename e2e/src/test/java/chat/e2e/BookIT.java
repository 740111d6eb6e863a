package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.check.History;
import chat.e2e.client.Acknowledged;
import chat.e2e.client.Condition;
import chat.e2e.client.Listener;
import chat.e2e.client.Received;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two people read a book to each other while the machines under them die. */
@Tag("e2e")
@Timeout(3600)
class BookIT {
  /** A mailbox holds a limited number of unread messages, and a book is long. */
  private static final int READ_EVERY = 1_000;

  @Test
  void every_line_arrives_once_and_in_order_while_nodes_are_killed_and_added() throws Exception {
    List<String> book = Book.lines(Budget.BOOK_LINES);
    try (Run run = Run.of(3)) {
      TestClient alice = run.register("alice");
      TestClient bob = run.register("bob");
      Listener atAlice = run.opened(alice.listenFromStart());
      Listener atBob = run.opened(bob.listenFromStart());

      AtomicInteger progress = new AtomicInteger();
      List<Acknowledged> acknowledged = new ArrayList<>();
      Thread reading =
          Thread.ofPlatform()
              .name("reading")
              .start(
                  () -> {
                    for (String line : book) {
                      boolean even = progress.get() % 2 == 0;
                      acknowledged.add(even ? alice.send("bob", line) : bob.send("alice", line));
                      progress.incrementAndGet();
                    }
                  });
      faults(run, progress, book.size());
      reading.join(Run.PATIENCE_MILLIS + book.size() * 50L);
      assertThat(acknowledged).as("lines acknowledged").hasSameSizeAs(book);

      run.awaitAllInSync();
      List<Received> history = alice.history("bob");
      assertThat(texts(history)).isEqualTo(book);
      assertThat(History.faults(acknowledged, history)).isEmpty();

      for (Listener listener : List.of(atAlice, atBob)) {
        awaitMessages(listener, book.size());
        assertThat(texts(listener.messages())).isEqualTo(book);
        assertThat(History.faults(acknowledged, listener.messages())).isEmpty();
      }

      Map<String, String> hashes = run.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
      assertThat(hashes).hasSize(4);
      assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
      System.out.printf(
          "book: %d lines, streams opened again %d and %d times, state %s on %d replicas%n",
          book.size(),
          atAlice.reconnects(),
          atBob.reconnects(),
          hashes.values().iterator().next().substring(0, 12),
          hashes.size());
      run.succeeded();
    }
  }

  private static void faults(Run run, AtomicInteger progress, int lines) {
    awaitProgress(progress, lines / 10);
    LocalNode first = run.killPrimary();
    awaitProgress(progress, lines * 2 / 10);
    LocalNode second = run.killPrimary();
    awaitProgress(progress, lines * 3 / 10);
    run.restart(first);
    run.restart(second);
    run.awaitAllInSync();

    awaitProgress(progress, lines * 5 / 10);
    run.cluster.addNode();
    run.awaitAllInSync();

    awaitProgress(progress, lines * 6 / 10);
    LocalNode third = run.killPrimary();
    LocalNode fourth = run.killPrimary();
    awaitProgress(progress, lines * 8 / 10);
    run.restart(third);
    run.restart(fourth);
  }

  private static void awaitProgress(AtomicInteger progress, int lines) {
    Condition.await(
        lines + " lines acknowledged",
        Run.PATIENCE_MILLIS + lines * 50L,
        () -> progress.get() >= lines,
        () -> progress + " lines");
  }

  private static void awaitMessages(Listener listener, int count) {
    Condition.await(
        count + " messages at the listener",
        Run.PATIENCE_MILLIS,
        () -> listener.count() >= count,
        () -> listener.count() + " " + listener.trouble());
  }

  private static List<String> texts(List<Received> messages) {
    return messages.stream().map(Received::text).toList();
  }
}

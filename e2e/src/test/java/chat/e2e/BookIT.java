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

      Reading reading = new Reading(alice, bob, book);
      Thread reader = Thread.ofPlatform().name("reading").start(reading);
      faults(run, reading, book.size());
      reader.join();
      assertThat(reading.trouble).isEmpty();
      List<Acknowledged> acknowledged = reading.acknowledged;
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

  /** The two take turns: each line is sent once the one before it is acknowledged. */
  private static final class Reading implements Runnable {
    private final TestClient alice;
    private final TestClient bob;
    private final List<String> book;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final AtomicInteger progress = new AtomicInteger();
    private volatile String trouble = "";

    Reading(TestClient alice, TestClient bob, List<String> book) {
      this.alice = alice;
      this.bob = bob;
      this.book = book;
    }

    @Override
    public void run() {
      try {
        for (String line : book) {
          read(line);
        }
      } catch (RuntimeException e) {
        trouble = e.toString();
      }
    }

    private void read(String line) {
      TestClient sender = progress.get() % 2 == 0 ? alice : bob;
      TestClient recipient = sender == alice ? bob : alice;
      Acknowledged answer = sender.send(recipient.name(), line);
      acknowledged.add(answer);
      if (progress.incrementAndGet() % READ_EVERY < 2) {
        recipient.markRead(answer.conversation(), answer.seq());
      }
    }

    void await(int lines) {
      Condition.await(
          lines + " lines acknowledged",
          Run.PATIENCE_MILLIS + lines * 50L,
          () -> progress.get() >= lines || !trouble.isEmpty(),
          () -> progress + " lines");
    }
  }

  private static void faults(Run run, Reading reading, int lines) {
    reading.await(lines / 10);
    LocalNode first = run.killPrimary();
    reading.await(lines * 2 / 10);
    LocalNode second = run.killPrimary();
    reading.await(lines * 3 / 10);
    run.restart(first);
    run.restart(second);
    run.awaitAllInSync();

    reading.await(lines * 5 / 10);
    run.cluster.addNode();
    run.awaitAllInSync();

    reading.await(lines * 6 / 10);
    LocalNode third = run.killPrimary();
    LocalNode fourth = run.killPrimary();
    reading.await(lines * 8 / 10);
    run.restart(third);
    run.restart(fourth);
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

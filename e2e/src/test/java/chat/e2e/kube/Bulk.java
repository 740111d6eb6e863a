package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Acknowledged;
import chat.e2e.client.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes the database large: long messages from several users to one, who reads now and then. */
final class Bulk implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery staple";
  private static final int SENDERS = 8;
  private static final int TEXT_BYTES = 8 * 1024;
  private static final int READ_EVERY = 1_000;

  private final TestClient reader;
  private final List<TestClient> senders = new ArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final int each;

  Bulk(Release release, int mebibytes) {
    reader = registered(release, "bulk");
    for (int i = 0; i < SENDERS; i++) {
      senders.add(registered(release, "bulk-" + i));
    }
    each = Math.ceilDiv(mebibytes * 1024 * 1024 / TEXT_BYTES, SENDERS);
  }

  private static TestClient registered(Release release, String name) {
    return TestClient.of(release.nodes()::clientAddresses, name, Release.PATIENCE_MILLIS)
        .register(PASSWORD)
        .login(PASSWORD);
  }

  /** Returns once all of it is acknowledged. */
  void send() throws InterruptedException {
    long from = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (TestClient sender : senders) {
      threads.add(Thread.ofVirtual().name(sender.name()).start(() -> send(sender)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    double seconds = (System.nanoTime() - from) / 1e9;
    Figures.line(
        String.format(
            "filled with %d messages of %d bytes in %.1f s, %.0f a second",
            each * SENDERS, TEXT_BYTES, seconds, each * SENDERS / seconds));
  }

  private void send(TestClient sender) {
    try {
      for (int i = 1; i <= each; i++) {
        Acknowledged answer = sender.send(reader.name(), text(i));
        if (i % READ_EVERY == 0) {
          reader.markRead(answer.conversation(), answer.seq());
        }
      }
    } catch (RuntimeException e) {
      failures.add(sender.name() + ": " + e);
    }
  }

  /** All of it is there: each conversation ends with its last message. */
  void judge() {
    for (TestClient sender : senders) {
      assertThat(reader.newestSeq(sender.name())).as("newest of %s", sender.name()).isEqualTo(each);
    }
  }

  private static String text(int number) {
    String start = number + " ";
    return start + "x".repeat(TEXT_BYTES - start.length());
  }

  @Override
  public void close() {
    senders.forEach(TestClient::close);
    reader.close();
  }
}

package chat.e2e;

import chat.e2e.client.Acknowledged;
import chat.e2e.client.Condition;
import chat.e2e.client.TestClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Users who send to one reader, or to a group, one message after the other, until told to finish.
 * The reader reads now and then, so that the mailbox never fills.
 */
public final class Load implements AutoCloseable {
  private static final int READ_EVERY = 100;

  private final TestClient reader;
  private final String to;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final int pauseMillis;
  private volatile boolean finished;

  /** Without pause between a sender's messages. */
  Load(List<TestClient> senders, TestClient reader) {
    this(senders, reader, 0);
  }

  public Load(List<TestClient> senders, TestClient reader, int pauseMillis) {
    this(senders, reader, reader.name(), pauseMillis);
  }

  /** To a group that the reader belongs to. */
  Load(List<TestClient> senders, TestClient reader, String to, int pauseMillis) {
    this.reader = reader;
    this.to = to;
    this.pauseMillis = pauseMillis;
    for (TestClient sender : senders) {
      threads.add(Thread.ofVirtual().name("load-" + sender.name()).start(() -> send(sender)));
    }
  }

  private void send(TestClient sender) {
    try {
      for (int i = 1; !finished; i++) {
        Acknowledged answer = sender.send(to, sender.name() + " says " + i);
        synchronized (this) {
          acknowledged.add(answer);
          times.add(System.nanoTime());
          newest.merge(sender.name(), answer.seq(), Math::max);
        }
        if (i % READ_EVERY == 0) {
          reader.markRead(answer.conversation(), answer.seq());
        }
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failures.add(sender.name() + ": " + e);
    }
  }

  public synchronized int count() {
    return acknowledged.size();
  }

  synchronized List<Acknowledged> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** When each acknowledgement came, ascending. */
  synchronized List<Long> times() {
    return times.stream().sorted().toList();
  }

  /** The highest seq that this sender was told of; 0 before the first. */
  synchronized long newestAcknowledged(String sender) {
    return newest.getOrDefault(sender, 0L);
  }

  public synchronized List<Acknowledged> acknowledgedTo(TestClient sender) {
    return acknowledged.stream().filter(a -> a.from().equals(sender.name())).toList();
  }

  /**
   * The longest time without an acknowledgement, in milliseconds, of those that ended after {@code
   * from}.
   */
  public double longestGapSince(long from) {
    return longestGap(from).millis();
  }

  /** The same, and when it began. */
  public Gap longestGap(long from) {
    List<Long> all = times();
    long longest = 0;
    long began = from;
    for (int i = 1; i < all.size(); i++) {
      long gap = all.get(i) - all.get(i - 1);
      if (all.get(i) - from > 0 && gap > longest) {
        longest = gap;
        began = all.get(i - 1);
      }
    }
    return new Gap(longest / 1e6, Instant.now().minusNanos(System.nanoTime() - began));
  }

  /** A time without an acknowledgement. */
  public record Gap(double millis, Instant began) {}

  public List<String> failures() {
    return failures;
  }

  /** Waits until so many are acknowledged in all. */
  void awaitAcknowledged(int total) {
    Condition.await(
        total + " acknowledged",
        Run.PATIENCE_MILLIS,
        () -> count() >= total || !failures.isEmpty(),
        () -> count() + " acknowledged");
  }

  /** Waits for so many more. */
  void awaitMore(int more) {
    awaitAcknowledged(count() + more);
  }

  /** Lets every sender end with the message that it is at. */
  public void finish() {
    finished = true;
    Threads.join(threads);
  }

  @Override
  public void close() {
    finished = true;
    Threads.end(threads);
  }
}

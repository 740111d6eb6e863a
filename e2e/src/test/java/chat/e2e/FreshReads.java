package chat.e2e;

import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One reader at each node, who asks that node alone, again and again: a read that began after an
 * acknowledgement must see what was acknowledged, whatever the node believes that it is.
 */
final class FreshReads implements AutoCloseable {
  private static final int PAUSE_MILLIS = 5;

  private final Load load;
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> stale = new CopyOnWriteArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile boolean finished;

  FreshReads(Run run, Load load, String reader, List<TestClient> senders) {
    this.load = load;
    for (LocalNode node : run.cluster.nodes()) {
      TestClient pinned = run.loginAt(node, reader);
      threads.add(
          Thread.ofVirtual().name("read-" + node.name()).start(() -> read(node, pinned, senders)));
    }
  }

  private void read(LocalNode node, TestClient pinned, List<TestClient> senders) {
    for (int i = 0; !finished; i++) {
      String sender = senders.get(i % senders.size()).name();
      long expected = load.newestAcknowledged(sender);
      try {
        long seen = pinned.newestSeq(sender);
        reads.incrementAndGet();
        if (seen < expected) {
          stale.add(node.name() + " gave " + seen + " of " + sender + " after " + expected);
        }
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!finished) {
          stale.add(node.name() + " " + e);
        }
        return;
      }
    }
  }

  /** Every read that saw too little, or that failed for good. */
  List<String> stale() {
    return stale;
  }

  int reads() {
    return reads.get();
  }

  @Override
  public void close() {
    finished = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}

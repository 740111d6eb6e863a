package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.RequestId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells the cluster what was delivered, beside the listening and never in its way: one worker, the
 * newest mark of each conversation. What couldn't be told is kept in the listen point and told by
 * the next run.
 */
final class DeliveredMarks implements AutoCloseable {
  /** How long the end of the command waits for the last marks. */
  private static final long FAREWELL_MILLIS = 3_000;

  private final ChatClient client;
  private final SortedMap<String, Long> waiting = new TreeMap<>();
  private final Thread worker;
  private boolean allowed;
  private boolean closing;

  /** {@code unmarked}: what an earlier run left; it may be told at once. */
  DeliveredMarks(ChatClient client, Map<String, Long> unmarked) {
    this.client = client;
    this.waiting.putAll(unmarked);
    this.allowed = !unmarked.isEmpty();
    this.worker = Thread.ofVirtual().name("delivered-marks").start(this::work);
  }

  synchronized void raise(String conversation, long seq) {
    waiting.merge(conversation, seq, Math::max);
    allowed = false;
  }

  /** What was raised so far is printed and saved: it may be told. */
  synchronized void send() {
    allowed = !waiting.isEmpty();
    notifyAll();
  }

  /** What was raised belongs to another cluster. */
  synchronized void forget() {
    waiting.clear();
    allowed = false;
  }

  /** What the cluster may not know yet. */
  synchronized SortedMap<String, Long> unmarked() {
    return new TreeMap<>(waiting);
  }

  private void work() {
    try {
      while (true) {
        Map.Entry<String, Long> next = take();
        if (next == null) {
          return;
        }
        if (!tell(next)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False where telling more is of no use: the listening itself will say why. */
  private boolean tell(Map.Entry<String, Long> mark) {
    try {
      client.mark(RequestId.random(), mark.getKey(), mark.getValue(), 0);
      told(mark);
      return true;
    } catch (ChatFailure e) {
      return switch (e.kind()) {
        case UNAVAILABLE, OUTCOME_UNKNOWN -> true;
        case REFUSED, NOT_FOUND -> {
          // Nothing is there to be marked, as after a restore: no reason to keep the others back.
          told(mark);
          yield true;
        }
        case AUTHENTICATION, FAILED -> false;
      };
    }
  }

  private synchronized Map.@org.jspecify.annotations.Nullable Entry<String, Long> take()
      throws InterruptedException {
    while (!allowed) {
      if (closing) {
        return null;
      }
      wait();
    }
    return Map.entry(waiting.firstKey(), waiting.get(waiting.firstKey()));
  }

  private synchronized void told(Map.Entry<String, Long> mark) {
    waiting.remove(mark.getKey(), mark.getValue());
    allowed &= !waiting.isEmpty();
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      worker.join(FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

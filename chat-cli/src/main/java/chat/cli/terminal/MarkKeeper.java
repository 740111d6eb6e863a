package chat.cli.terminal;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.RequestId;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells the cluster what was delivered and read: the newest marks of each conversation, however
 * many came meanwhile. A mark that can't be told is told with the next one, or by the next run.
 */
final class MarkKeeper implements Runnable {
  private final ChatClient client;
  private final Map<String, Marks> waiting = new HashMap<>();

  private record Marks(long delivered, long read) {
    Marks and(Marks other) {
      return new Marks(Math.max(delivered, other.delivered), Math.max(read, other.read));
    }
  }

  MarkKeeper(ChatClient client) {
    this.client = client;
  }

  /** Never waits for the network; 0 leaves a mark as it is. */
  synchronized void raise(String conversation, long delivered, long read) {
    waiting.merge(conversation, new Marks(delivered, Math.max(0, read)), Marks::and);
    notifyAll();
  }

  @Override
  public void run() {
    try {
      while (true) {
        tell(take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Map.Entry<String, Marks> take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    String conversation = waiting.keySet().iterator().next();
    return Map.entry(conversation, waiting.remove(conversation));
  }

  private void tell(Map.Entry<String, Marks> next) {
    Marks marks = next.getValue();
    try {
      client.mark(RequestId.random(), next.getKey(), marks.delivered(), marks.read());
    } catch (ChatFailure e) {
      switch (e.kind()) {
        case UNAVAILABLE, OUTCOME_UNKNOWN -> raise(next.getKey(), marks.delivered(), marks.read());
        case REFUSED, NOT_FOUND, AUTHENTICATION, FAILED -> {}
      }
    }
  }
}

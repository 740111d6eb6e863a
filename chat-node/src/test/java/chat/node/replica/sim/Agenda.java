package chat.node.replica.sim;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, and when. Things of the same time happen in their order. */
final class Agenda {
  private record Due(long atMillis, long order, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Due> queue = new PriorityQueue<>();
  private long nowMillis;
  private long order;

  long nowMillis() {
    return nowMillis;
  }

  void at(long millis, Runnable action) {
    queue.add(new Due(Math.max(millis, nowMillis), order++, action));
  }

  void after(long millis, Runnable action) {
    at(nowMillis + millis, action);
  }

  /** Lets everything happen that is due up to this time. */
  void runUntil(long millis) {
    while (!queue.isEmpty() && queue.peek().atMillis <= millis) {
      Due next = queue.remove();
      nowMillis = next.atMillis;
      next.action.run();
    }
    nowMillis = millis;
  }
}

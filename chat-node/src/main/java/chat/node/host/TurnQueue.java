package chat.node.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Commands that wait for a turn, taken in rounds by owner (deficit round robin). Each round grants
 * every waiting owner the same cost, so a burst of one owner delays another owner by one grant.
 * Commands of one owner leave in the order of their arrival.
 *
 * <p>An unused grant is kept until the owner's next command is affordable, and dropped once the
 * owner has nothing left to wait for. One thread; the caller bounds the number of commands.
 */
final class TurnQueue<K, T> {
  /** Cost that a round grants to each owner: about one message of the longest text. */
  static final int GRANT = 16;

  private final int grant;
  private final Function<T, K> owner;
  private final ToIntFunction<T> cost;
  private final Map<K, Line<K, T>> lines = new HashMap<>();
  private final Deque<Line<K, T>> round = new ArrayDeque<>();

  /** The commands of one owner, and what it may still take in this round. */
  private static final class Line<K, T> {
    final K owner;
    final Deque<T> waiting = new ArrayDeque<>();
    long credit;

    Line(K owner, long credit) {
      this.owner = owner;
      this.credit = credit;
    }
  }

  TurnQueue(int grant, Function<T, K> owner, ToIntFunction<T> cost) {
    if (grant < 1) {
      throw new IllegalArgumentException("a round must grant at least one unit, not " + grant);
    }
    this.grant = grant;
    this.owner = owner;
    this.cost = cost;
  }

  boolean isEmpty() {
    return round.isEmpty();
  }

  /** Owners with at least one waiting command. */
  int owners() {
    return lines.size();
  }

  void add(T command) {
    lines.computeIfAbsent(owner.apply(command), this::begin).waiting.addLast(command);
  }

  private Line<K, T> begin(K key) {
    Line<K, T> line = new Line<>(key, grant);
    round.addLast(line);
    return line;
  }

  /** The next command in turn, or none where nothing waits. */
  Optional<T> poll() {
    while (!round.isEmpty()) {
      Line<K, T> line = round.getFirst();
      int price = cost.applyAsInt(line.waiting.getFirst());
      if (price <= line.credit) {
        line.credit -= price;
        return Optional.of(take(line));
      }
      line.credit += grant;
      round.addLast(round.removeFirst());
    }
    return Optional.empty();
  }

  private T take(Line<K, T> line) {
    T command = line.waiting.removeFirst();
    if (line.waiting.isEmpty()) {
      lines.remove(line.owner);
      round.removeFirst();
    }
    return command;
  }

  /** Empties the queue, owner by owner. */
  void drain(Consumer<T> each) {
    round.forEach(line -> line.waiting.forEach(each));
    round.clear();
    lines.clear();
  }
}

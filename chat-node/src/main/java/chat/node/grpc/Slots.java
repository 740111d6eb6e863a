package chat.node.grpc;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A bounded number of places for things that are open, with a smaller bound for each owner. No
 * caller raises or lowers a counter by hand. Any thread.
 *
 * @param <K> what owns places: a session, an address, an account
 */
final class Slots<K> {
  private final int all;
  private final int each;
  private final Map<K, Integer> byOwner = new HashMap<>();
  private int taken;

  Slots(int all, int each) {
    this.all = all;
    this.each = each;
  }

  /**
   * Runs what takes a place until its future completes, however it ends. Where no place is left it
   * isn't begun, and the future fails with {@code full}. An owner that can't be told counts for the
   * sum alone.
   */
  <T> CompletableFuture<T> hold(
      Optional<K> owner, Failure full, Supplier<CompletableFuture<T>> work) {
    if (!take(owner)) {
      return Failures.failed(full);
    }
    CompletableFuture<T> end;
    try {
      end = work.get();
    } catch (Throwable e) {
      end = CompletableFuture.failedFuture(e);
    }
    return end.whenComplete((_, _) -> giveBack(owner));
  }

  private synchronized boolean take(Optional<K> owner) {
    int own = owner.map(key -> byOwner.getOrDefault(key, 0)).orElse(0);
    if (taken >= all || own >= each) {
      return false;
    }
    taken++;
    owner.ifPresent(key -> byOwner.merge(key, 1, Integer::sum));
    return true;
  }

  synchronized int taken() {
    return taken;
  }

  private synchronized void giveBack(Optional<K> owner) {
    taken--;
    owner.ifPresent(
        key -> byOwner.computeIfPresent(key, (_, before) -> before == 1 ? null : before - 1));
  }
}

package chat.node.grpc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A number of bytes that all answers share which have not left this node yet. Whoever takes some
 * gives them back by closing what it got. Any thread; never blocks.
 */
final class ByteBudget {
  static final Held NOTHING = new Held(null, new ReadOwner.Node(), 0, false);

  private final long bytes;
  private final long streams;
  private final long each;
  private final int mostWaiting;
  private final Map<ReadOwner, Long> byOwner = new HashMap<>();
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private long taken;
  private long takenByStreams;
  private @Nullable Runnable onRoom;

  private record Waiter(ReadOwner owner, long bytes, CompletableFuture<Held> future) {}

  /**
   * @param streams what pages of streams may have of them together
   * @param each what one account or address may have of them
   * @param mostWaiting those that wait for bytes at one time
   */
  ByteBudget(long bytes, long streams, long each, int mostWaiting) {
    this.bytes = bytes;
    this.streams = streams;
    this.each = each;
    this.mostWaiting = mostWaiting;
  }

  /** Calls back, on any thread, each time that bytes were given back. */
  void onRoom(Runnable listener) {
    onRoom = listener;
  }

  /** These bytes, if they are left. */
  Optional<Held> tryTake(ReadOwner owner, long wanted) {
    return tryTake(owner, wanted, false);
  }

  /** These bytes of the part that streams may have, if they are left. */
  Optional<Held> tryTakeForStream(ReadOwner owner, long wanted) {
    return tryTake(owner, wanted, true);
  }

  private synchronized Optional<Held> tryTake(ReadOwner owner, long wanted, boolean stream) {
    if (!hasRoom(owner, wanted) || (stream && takenByStreams + wanted > streams)) {
      return Optional.empty();
    }
    taken += wanted;
    takenByStreams += stream ? wanted : 0;
    byOwner.merge(owner, wanted, Long::sum);
    return Optional.of(new Held(this, owner, wanted, stream));
  }

  private boolean hasRoom(ReadOwner owner, long wanted) {
    long own = byOwner.getOrDefault(owner, 0L);
    return taken + wanted <= bytes && (!owner.isSomebody() || own + wanted <= each);
  }

  /** These bytes as soon as they are left; empty where too many wait already. */
  synchronized Optional<CompletableFuture<Held>> take(ReadOwner owner, long wanted) {
    Optional<Held> now = tryTake(owner, wanted);
    if (now.isPresent()) {
      return Optional.of(CompletableFuture.completedFuture(now.get()));
    }
    waiters.removeIf(waiter -> waiter.future().isDone());
    if (waiters.size() >= mostWaiting) {
      return Optional.empty();
    }
    CompletableFuture<Held> future = new CompletableFuture<>();
    waiters.add(new Waiter(owner, wanted, future));
    return Optional.of(future);
  }

  synchronized long taken() {
    return taken;
  }

  private void giveBack(ReadOwner owner, long given, boolean stream) {
    if (given == 0) {
      return;
    }
    Runnable listener;
    synchronized (this) {
      taken -= given;
      takenByStreams -= stream ? given : 0;
      byOwner.computeIfPresent(owner, (_, own) -> own == given ? null : own - given);
      listener = onRoom;
    }
    serveWaiters();
    if (listener != null) {
      listener.run();
    }
  }

  private void serveWaiters() {
    for (Optional<Served> next = next(); next.isPresent(); next = next()) {
      if (!next.get().future().complete(next.get().held())) {
        next.get().held().close(); // It gave up waiting.
      }
    }
  }

  private record Served(CompletableFuture<Held> future, Held held) {}

  private synchronized Optional<Served> next() {
    for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      Optional<Held> held = tryTake(waiter.owner(), waiter.bytes());
      if (held.isPresent()) {
        all.remove();
        return Optional.of(new Served(waiter.future(), held.get()));
      }
    }
    return Optional.empty();
  }

  /** Bytes that are taken. Closing it again does nothing. */
  static final class Held implements AutoCloseable {
    private final @Nullable ByteBudget budget;
    private final ReadOwner owner;
    private final boolean stream;
    private long bytes;

    private Held(@Nullable ByteBudget budget, ReadOwner owner, long bytes, boolean stream) {
      this.stream = stream;
      this.budget = budget;
      this.owner = owner;
      this.bytes = bytes;
    }

    /** Gives back what is more than this. */
    void shrinkTo(long smaller) {
      long given;
      synchronized (this) {
        given = Math.max(0, bytes - smaller);
        bytes -= given;
      }
      if (budget != null) {
        budget.giveBack(owner, given, stream);
      }
    }

    @Override
    public void close() {
      shrinkTo(0);
    }
  }
}

package chat.node.grpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The few threads that compute passwords' hashes, and who waits for them.
 *
 * <pre>
 *   devices of an account ─► a line each ─► in turn ─┐
 *                                                    ├─► alternately ─► thread
 *   strangers ─► a line for each source ─► in turn ──┘
 * </pre>
 *
 * <p>Both kinds have a bounded number of places. A source that comes when all are taken gets the
 * last place of the longest line, if that is longer than its own would be. So one source's
 * attempts, however many, keep no other one out. Any thread.
 */
final class PasswordLines implements AutoCloseable {
  /** Attempts of one source that wait. */
  static final int PLACES_OF_SOURCE = 8;

  private final Lane devices;
  private final Lane strangers;
  private final List<Thread> threads = new ArrayList<>();
  private boolean strangersTurn;
  private boolean closed;

  /** Computes something, or hears that there is no room for it. */
  interface Work {
    void run();

    void refused();
  }

  PasswordLines(int threads, int places) {
    this.devices = new Lane(places);
    this.strangers = new Lane(places);
    for (int i = 0; i < threads; i++) {
      this.threads.add(Thread.ofPlatform().daemon().name("chat-passwords-" + i).start(this::work));
    }
  }

  void add(PasswordSource source, Work work) {
    Lane lane =
        switch (source) {
          case PasswordSource.Device _ -> devices;
          case PasswordSource.Stranger _ -> strangers;
        };
    @Nullable Work refused;
    synchronized (this) {
      refused = closed ? work : lane.add(source.key(), work);
      notify();
    }
    if (refused != null) {
      refused.refused();
    }
  }

  private void work() {
    try {
      while (true) {
        next().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Work next() throws InterruptedException {
    while (true) {
      Lane first = strangersTurn ? strangers : devices;
      Lane second = strangersTurn ? devices : strangers;
      strangersTurn = !strangersTurn;
      @Nullable Work work = first.poll();
      work = work == null ? second.poll() : work;
      if (work != null) {
        return work;
      }
      wait();
    }
  }

  /** What waits is refused. */
  @Override
  public void close() {
    List<Work> left = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (Lane lane : List.of(devices, strangers)) {
        for (Work work = lane.poll(); work != null; work = lane.poll()) {
          left.add(work);
        }
      }
    }
    left.forEach(Work::refused);
    threads.forEach(Thread::interrupt);
  }

  /** The lines of one kind, taken from in turn. */
  private static final class Lane {
    private final int places;
    private final Map<String, ArrayDeque<Work>> lines = new LinkedHashMap<>();
    private int taken;

    Lane(int places) {
      this.places = places;
    }

    /** Gives the work that finds no room, if any: this or another one. */
    @Nullable Work add(String source, Work work) {
      ArrayDeque<Work> line = lines.get(source);
      int own = line == null ? 0 : line.size();
      if (own >= PLACES_OF_SOURCE) {
        return work;
      }
      @Nullable Work evicted = null;
      if (taken >= places) {
        evicted = evictFromLineLongerThan(own + 1);
        if (evicted == null) {
          return work;
        }
      }
      lines.computeIfAbsent(source, _ -> new ArrayDeque<>()).addLast(work);
      taken++;
      return evicted;
    }

    private @Nullable Work evictFromLineLongerThan(int length) {
      @Nullable ArrayDeque<Work> longest = null;
      for (ArrayDeque<Work> line : lines.values()) {
        if (line.size() > (longest == null ? length : longest.size())) {
          longest = line;
        }
      }
      if (longest == null) {
        return null;
      }
      taken--;
      return longest.removeLast();
    }

    /** The first of the line whose turn it is, which is the last one's turn from now on. */
    @Nullable Work poll() {
      Iterator<Map.Entry<String, ArrayDeque<Work>>> all = lines.entrySet().iterator();
      if (!all.hasNext()) {
        return null;
      }
      Map.Entry<String, ArrayDeque<Work>> turn = all.next();
      String source = turn.getKey();
      ArrayDeque<Work> line = turn.getValue();
      all.remove();
      Work work = line.removeFirst();
      taken--;
      if (!line.isEmpty()) {
        lines.put(source, line);
      }
      return work;
    }
  }
}

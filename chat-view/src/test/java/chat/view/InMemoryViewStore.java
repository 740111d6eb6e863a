package chat.view;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A view store in memory, with the faults of a real one at a test's command. */
public final class InMemoryViewStore implements ViewStore {
  /** What befalls a compare-and-set. */
  public enum Fault {
    /** Written, but the answer is lost. */
    ANSWER_LOST,
    /** The request is lost, and nobody knows. */
    REQUEST_LOST,
    /** Refused for certain. */
    REFUSED
  }

  private static final class Cell {
    @Nullable View view;
  }

  private final Cell cell;
  private final Set<Thread> watches = new HashSet<>();
  private final Queue<Fault> faults = new ArrayDeque<>();
  private boolean unreachable;

  public InMemoryViewStore() {
    this(new Cell());
  }

  private InMemoryViewStore(Cell cell) {
    this.cell = cell;
  }

  /** Another client of the same store, with faults and watches of its own. */
  public InMemoryViewStore sibling() {
    return new InMemoryViewStore(cell);
  }

  /** Makes reads and writes of this client fail, or work again. */
  public void setUnreachable(boolean unreachable) {
    synchronized (cell) {
      this.unreachable = unreachable;
    }
  }

  /** The next compare-and-set without a fault of its own meets this one. */
  public void plan(Fault fault) {
    synchronized (cell) {
      faults.add(fault);
    }
  }

  @Override
  public Optional<View> read() throws ViewStoreException {
    synchronized (cell) {
      reach();
      return Optional.ofNullable(cell.view);
    }
  }

  @Override
  public Outcome compareAndSet(View next) throws ViewStoreException {
    synchronized (cell) {
      reach();
      Fault fault = faults.poll();
      if (fault == Fault.REFUSED) {
        throw new ViewStoreException("refused, as planned");
      }
      if (fault == Fault.REQUEST_LOST) {
        return Outcome.UNKNOWN;
      }
      if (!next.isNextAfter(Optional.ofNullable(cell.view))) {
        return Outcome.CONFLICT;
      }
      cell.view = next;
      cell.notifyAll();
      return fault == Fault.ANSWER_LOST ? Outcome.UNKNOWN : Outcome.STORED;
    }
  }

  private void reach() throws ViewStoreException {
    if (unreachable) {
      throw new ViewStoreException("out of reach, as planned");
    }
  }

  @Override
  public AutoCloseable watch(Consumer<View> listener) {
    Thread thread = new Thread(() -> follow(listener), "view-watch");
    thread.setDaemon(true);
    synchronized (cell) {
      watches.add(thread);
    }
    thread.start();
    return () -> end(thread);
  }

  private void follow(Consumer<View> listener) {
    Rev passedOn = Rev.ZERO;
    while (true) {
      View view;
      synchronized (cell) {
        while (isOpen() && (cell.view == null || !passedOn.isBelow(cell.view.rev()))) {
          try {
            cell.wait();
          } catch (InterruptedException e) {
            return;
          }
        }
        if (!isOpen() || cell.view == null) {
          return;
        }
        view = cell.view;
      }
      passedOn = view.rev();
      try {
        listener.accept(view);
      } catch (RuntimeException e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  private boolean isOpen() {
    return watches.contains(Thread.currentThread());
  }

  private void end(Thread watch) throws InterruptedException {
    synchronized (cell) {
      watches.remove(watch);
      cell.notifyAll();
    }
    if (Thread.currentThread() != watch) {
      watch.join();
    }
  }

  @Override
  public void close() {
    synchronized (cell) {
      watches.clear();
      cell.notifyAll();
    }
  }
}

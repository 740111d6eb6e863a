package chat.node.host;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/** Who wants to know of progress and changes. Adding and removing: any thread. */
final class Listeners {
  private final List<LongConsumer> applied = new CopyOnWriteArrayList<>();
  private final List<Runnable> changes = new CopyOnWriteArrayList<>();

  AutoCloseable onApplied(LongConsumer listener) {
    applied.add(listener);
    return () -> applied.remove(listener);
  }

  AutoCloseable onStateChange(Runnable listener) {
    changes.add(listener);
    return () -> changes.remove(listener);
  }

  void applied(long index) {
    applied.forEach(listener -> listener.accept(index));
  }

  void stateChanged() {
    changes.forEach(Runnable::run);
  }
}

package chat.cli.terminal;

import chat.cli.session.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** What waits to be shown. Keyboard and workers wait where it is full; the screen never does. */
final class Inputs {
  static final int CAPACITY = 1_024;

  /** Taken in at once before the screen is drawn again. */
  static final int BATCH = 256;

  private final BlockingQueue<Input> waiting = new ArrayBlockingQueue<>(CAPACITY);

  /** Any thread. An interrupt ends the waiting; then the screen is being closed. */
  void put(Input input) {
    try {
      waiting.put(input);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** At least one. */
  List<Input> take() throws InterruptedException {
    List<Input> batch = new ArrayList<>();
    batch.add(waiting.take());
    waiting.drainTo(batch, BATCH);
    return batch;
  }
}

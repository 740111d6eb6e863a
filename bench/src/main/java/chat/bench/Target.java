package chat.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A running system that takes messages. Any thread. */
interface Target extends AutoCloseable {
  /** The name in tables, plots and JSON. */
  String name();

  /**
   * Sends one message of the size that all targets share. Completes once every in-sync replica has
   * it on disk, and fails where the system refused it or gave no answer in {@link
   * #PATIENCE_SECONDS}.
   *
   * @param number spreads the messages over sessions
   */
  CompletableFuture<?> send(long number);

  /** The processes of the system's replicas. */
  List<Long> pids();

  /** Called between two measurements: removes what would make the next one different. */
  void rest();

  @Override
  void close();

  int PATIENCE_SECONDS = 30;
  int TEXT_BYTES = 200;
}

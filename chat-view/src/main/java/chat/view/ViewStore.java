package chat.view;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds the view for everybody: the only shared state of the cluster, and a small one.
 *
 * <p>Threads: every method may be called from any thread, and blocks for as long as the store
 * takes.
 */
public interface ViewStore extends AutoCloseable {

  /**
   * Reads the newest view: linearizable, it sees every write that was answered before it began.
   *
   * @return empty where no view was ever written
   * @throws ViewStoreException where the store can't be reached or its content can't be read
   */
  Optional<View> read() throws ViewStoreException;

  /**
   * Writes {@code next}, if the view is still of its cluster and has the rev before it ({@code
   * next.rev() - 1}; rev 1: if there is no view). Durable before it returns STORED.
   *
   * @throws ViewStoreException where it failed for certain and nothing was or will be written
   */
  Outcome compareAndSet(View next) throws ViewStoreException;

  /**
   * Calls {@code listener} with the view as it is, and after each change with a newer one; changes
   * in quick succession may be seen as one. One thread at a time; a listener must not block. The
   * watch repairs itself after faults of the store.
   *
   * @return closes the watch
   */
  AutoCloseable watch(Consumer<View> listener);

  @Override
  void close();

  /** How a compare-and-set went. */
  enum Outcome {
    /** Written by this call. */
    STORED,
    /**
     * Not written by this attempt as the store saw it: the rev was another. An earlier attempt may
     * have been.
     */
    CONFLICT,
    /**
     * Nobody knows whether it was, or is yet to be, written. Only a higher rev settles it (rule 4).
     */
    UNKNOWN
  }
}

package chat.controller.host;

/**
 * Which of several controllers acts at once, and leaves labels and events. A courtesy that spares
 * the others their work: no safety rests on it, and two holders, or none, break nothing.
 *
 * <p>Threads: every method may be called from any thread; {@link #isHolder} returns at once.
 */
public interface Election extends AutoCloseable {
  /** Begins; calls {@code changed} after this controller won or lost. Called once. */
  void start(Runnable changed);

  /** Whether this controller is the one, as far as it knows. */
  boolean isHolder();

  /** Gives up: another that waits wins at once. Returns within a limit of its own. */
  @Override
  void close();

  /** For a controller that is alone. */
  static Election unopposed() {
    return new Election() {
      @Override
      public void start(Runnable changed) {}

      @Override
      public boolean isHolder() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}

package chat.controller.host;

/** An election that a test decides. */
final class FakeElection implements Election {
  private Runnable changed = () -> {};
  private boolean holder;

  void wins() {
    Runnable tell;
    synchronized (this) {
      holder = true;
      tell = changed;
    }
    tell.run();
  }

  @Override
  public synchronized void start(Runnable whenChanged) {
    changed = whenChanged;
  }

  @Override
  public synchronized boolean isHolder() {
    return holder;
  }

  @Override
  public synchronized void close() {
    holder = false;
  }
}

package chat.node.app;

import chat.view.View;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import java.util.Optional;
import java.util.function.Consumer;

/** A store of which, once veiled, writes land and nothing comes back. */
final class VeiledViews implements ViewStore {
  private final ViewStore store;
  private volatile boolean veiled;

  VeiledViews(ViewStore store) {
    this.store = store;
  }

  void veil() {
    veiled = true;
  }

  @Override
  public Optional<View> read() throws ViewStoreException {
    if (veiled) {
      throw new ViewStoreException("no answer");
    }
    return store.read();
  }

  @Override
  public Outcome compareAndSet(View next) throws ViewStoreException {
    Outcome outcome = store.compareAndSet(next);
    return veiled ? Outcome.UNKNOWN : outcome;
  }

  @Override
  public AutoCloseable watch(Consumer<View> listener) {
    return store.watch(
        view -> {
          if (!veiled) {
            listener.accept(view);
          }
        });
  }

  @Override
  public void close() {
    store.close();
  }
}

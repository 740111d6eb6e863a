package chat.node.app;

import static org.awaitility.Awaitility.await;

import chat.view.Rev;
import chat.view.View;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store of which, once veiled, writes land and nothing comes back; once cut off, they don't land.
 * One that answers late tells of its own writes by the watch first.
 */
final class VeiledViews implements ViewStore {
  private final ViewStore store;
  private volatile boolean veiled;
  private volatile boolean cutOff;
  private volatile boolean answersLate;
  private volatile Rev shown = Rev.ZERO;

  VeiledViews(ViewStore store) {
    this.store = store;
  }

  void veil() {
    veiled = true;
  }

  /** From now on nothing is heard of it, and no write reaches it. */
  void cutOff() {
    cutOff = true;
    veiled = true;
  }

  void answerLate() {
    answersLate = true;
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
    if (cutOff) {
      return Outcome.UNKNOWN;
    }
    Outcome outcome = store.compareAndSet(next);
    if (answersLate && outcome == Outcome.STORED) {
      await().until(() -> !shown.isBelow(next.rev()));
    }
    return veiled ? Outcome.UNKNOWN : outcome;
  }

  @Override
  public AutoCloseable watch(Consumer<View> listener) {
    return store.watch(
        view -> {
          if (!veiled) {
            listener.accept(view);
            shown = view.rev();
          }
        });
  }

  @Override
  public void close() {
    store.close();
  }
}

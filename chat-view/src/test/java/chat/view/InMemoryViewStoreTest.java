package chat.view;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InMemoryViewStoreTest extends ViewStoreContract {
  private final InMemoryViewStore store = new InMemoryViewStore();

  @Override
  protected ViewStore client() {
    return store.sibling();
  }

  @Test
  void aLostAnswerLeavesTheWriteDone() throws Exception {
    store.plan(InMemoryViewStore.Fault.ANSWER_LOST);
    assertThat(store.compareAndSet(first(member("chat-0")))).isEqualTo(ViewStore.Outcome.UNKNOWN);
    assertThat(store.read()).isPresent();
  }

  @Test
  void aLostRequestWritesNothing() throws Exception {
    store.plan(InMemoryViewStore.Fault.REQUEST_LOST);
    assertThat(store.compareAndSet(first(member("chat-0")))).isEqualTo(ViewStore.Outcome.UNKNOWN);
    assertThat(store.read()).isEmpty();
  }

  @Test
  void aStoreOutOfReachSaysSo() throws Exception {
    store.setUnreachable(true);
    assertThatThrownBy(store::read).isInstanceOf(ViewStoreException.class);
  }
}

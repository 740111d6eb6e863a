package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.host.Store.Change;
import chat.node.replica.Entry;
import chat.view.StorageId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract, and forgets at a crash what it may, and no more. */
class FakeStoreTest extends StoreContract {

  @Override
  protected FakeStore newDisk() {
    return new FakeStore(
        new StorageId(UUID.randomUUID().toString()),
        new FakeStore.Retained(RETAINED, Long.MAX_VALUE, Long.MAX_VALUE, STEP),
        StoreContract::apply);
  }

  @Override
  protected Store reopened(Store closed) {
    return ((FakeStore) closed).reopen();
  }

  @Override
  protected List<Long> state(Store store) {
    return ((FakeStore) store).history().stream().map(Entry::index).toList();
  }

  @Test
  void aCrashLosesApplicationsThatNothingSynced() {
    FakeStore store = newDisk();
    store.write(List.of(append(1, 1, 3), new Change.Apply(1)));
    store.write(List.of(new Change.Apply(2)));
    store.write(List.of(new Change.Apply(3)));
    assertThat(store.crash(0).recovered().appliedIndex()).isEqualTo(1);
    assertThat(store.crash(1).recovered().appliedIndex()).isEqualTo(2);
    assertThat(store.crash(2).recovered().appliedIndex()).isEqualTo(3);
  }

  @Test
  void anAppendSyncsTheApplicationsBeforeIt() {
    FakeStore store = newDisk();
    store.write(List.of(append(1, 1, 3)));
    store.write(List.of(new Change.Apply(2)));
    store.write(List.of(append(1, 4, 1)));
    assertThat(store.unsyncedWrites()).isZero();
    assertThat(store.crash(0).recovered().appliedIndex()).isEqualTo(2);
    assertThat(store.crash(0).recovered().log().lastIndex()).isEqualTo(4);
  }
}

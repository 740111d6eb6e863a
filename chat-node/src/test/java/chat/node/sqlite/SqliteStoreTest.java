package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.host.Store;
import chat.node.host.Store.Change;
import chat.node.host.StoreContract;
import chat.node.host.StoreFailure;
import chat.node.replica.Effect;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Rev;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The store in SQLite keeps the contract, and fails once and for all. */
class SqliteStoreTest extends StoreContract {
  private static final StoreSettings SETTINGS =
      StoreSettings.DEFAULTS.retaining(RETAINED, Long.MAX_VALUE, STEP);

  private final Map<Store, DataFolder> folders = new HashMap<>();

  @Override
  protected Store newDisk() {
    return opened(temp.resolve("disk-" + folders.size()), TestState::on);
  }

  @Override
  protected Store reopened(Store closed) {
    return opened(folder(closed).path(), TestState::on);
  }

  @Override
  protected List<Long> state(Store store) {
    return TestState.indexes(folder(store).database());
  }

  private Store opened(Path path, Applier.Factory appliers) {
    try {
      DataFolder folder = DataFolder.open(path, TestState.OWNER, SETTINGS);
      Store store = new SqliteStore(folder, appliers);
      folders.put(store, folder);
      return store;
    } catch (DataFolderException e) {
      throw new AssertionError(e);
    }
  }

  private DataFolder folder(Store store) {
    return Objects.requireNonNull(folders.get(store));
  }

  @Test
  void anEntryThatTheDiskChangedIsNotHandedOut() throws Exception {
    try (Store store = newDisk()) {
      store.write(List.of(append(1, 1, 3)));
      meddle(store, "UPDATE log SET payload = x'00' WHERE idx = 2");
      assertThat(store.entries(1, 1, 1000)).hasSize(1);
      assertThatThrownBy(() -> store.entries(1, 3, 1000))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("1.2");
    }
  }

  @Test
  void anEntryThatTheDiskChangedIsNotApplied() throws Exception {
    try (Store store = newDisk()) {
      store.write(List.of(append(1, 1, 3)));
      meddle(store, "UPDATE log SET epoch = 9 WHERE idx = 2");
      assertThatThrownBy(() -> store.write(List.of(new Change.Apply(3))))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("9.2");
      assertThat(state(store)).isEmpty();
    }
  }

  @Test
  void aFailedWriteLeavesNothingAndIsTheLast() {
    Store store = newDisk();
    store.write(List.of(append(1, 1, 3)));
    assertThatThrownBy(() -> store.write(List.of(append(1, 4, 2), append(1, 9, 1))))
        .isInstanceOf(StoreFailure.class);
    assertThatThrownBy(() -> store.write(List.of(append(1, 4, 2))))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("failed before");
    store.close();
    try (Store again = reopened(store)) {
      assertThat(again.recovered().log().lastIndex()).isEqualTo(3);
    }
  }

  @Test
  void anApplicationThatFailsTakesItsWholeTransactionWithIt() {
    Applier failing =
        (index, payload) -> {
          throw new IllegalStateException("no such command");
        };
    Store store = opened(temp.resolve("failing"), writer -> failing);
    store.write(List.of(append(1, 1, 3)));
    assertThatThrownBy(() -> store.write(List.of(append(1, 4, 2), new Change.Apply(1))))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("no such command");
    store.close();
    try (Store again = reopened(store)) {
      assertThat(again.recovered().log().lastIndex()).isEqualTo(3);
      assertThat(again.recovered().appliedIndex()).isZero();
    }
  }

  @Test
  void aFullDiskIsAFailureThatKeepsWhatWasThere() {
    Store store =
        opened(
            temp.resolve("full"),
            writer -> {
              try (Statement statement = writer.createStatement()) {
                statement.execute("PRAGMA max_page_count = 100");
              }
              return TestState.on(writer);
            });
    store.write(List.of(append(1, 1, 3)));
    assertThatThrownBy(() -> store.write(List.of(append(1, 4, 20_000))))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("full");
    store.close();
    try (Store again = reopened(store)) {
      assertThat(again.recovered().log().lastIndex()).isEqualTo(3);
    }
  }

  @Test
  void aDiskThatTurnsReadOnlyIsAFailure() {
    Store store =
        opened(
            temp.resolve("read-only"),
            writer -> {
              Applier applier = TestState.on(writer);
              return (index, payload) -> {
                try (Statement statement = writer.createStatement()) {
                  statement.execute("PRAGMA query_only = ON");
                }
                return applier.apply(index, payload);
              };
            });
    store.write(List.of(append(1, 1, 3)));
    assertThatThrownBy(() -> store.write(List.of(new Change.Apply(1))))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("readonly");
    store.close();
  }

  @Test
  void aSnapshotCarriesFullTextTablesAndKeepsNoPromise() throws Exception {
    try (Store donor = newDisk();
        Store learner = newDisk()) {
      donor.write(List.of(new Change.SetPromise(promise(4, 4)), append(1, 1, 3)));
      donor.write(List.of(new Change.Apply(3)));
      meddle(donor, "INSERT INTO test_words(rowid, text) VALUES (1, 'a needle in hay')");
      Store.Snapshot snapshot = donor.snapshot(temp);
      learner.install(snapshot.file(), snapshot.position());
      Database database = folder(learner).database();
      assertThat(
              TestState.numbers(
                  database, "SELECT rowid FROM test_words WHERE test_words MATCH 'needle'"))
          .containsExactly(1L);
      assertThat(
              TestState.numbers(
                  database, "SELECT count(*) FROM meta WHERE cluster_id IS NULL AND promise = 0"))
          .containsExactly(1L);
    }
  }

  @Test
  void aSnapshotOfAnotherClusterIsNotInstalled() {
    try (Store donor = newDisk();
        Store learner = newDisk()) {
      donor.write(List.of(new Change.SetPromise(promise(1, 1)), append(1, 1, 1)));
      donor.write(List.of(new Change.Apply(1)));
      learner.write(
          List.of(
              new Change.SetPromise(
                  new Effect.Promise(new ClusterId("other"), new Epoch(1), new Rev(1)))));
      Store.Snapshot snapshot = donor.snapshot(temp);
      assertThatThrownBy(() -> learner.install(snapshot.file(), snapshot.position()))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("other");
    }
  }

  @Test
  void aReaderSeesTheStateBeforeAnInstallToItsEndAndThenTheStateAfter() throws Exception {
    try (Store donor = newDisk();
        Store learner = newDisk()) {
      donor.write(List.of(append(1, 1, 3), new Change.Apply(3)));
      learner.write(List.of(append(1, 1, 1), new Change.Apply(1)));
      Store.Snapshot snapshot = donor.snapshot(temp);
      try (Connection reader = folder(learner).database().reader();
          Statement statement = reader.createStatement()) {
        statement.execute("BEGIN");
        assertThat(count(statement)).isEqualTo(1);
        learner.install(snapshot.file(), snapshot.position());
        assertThat(count(statement)).isEqualTo(1);
        statement.execute("COMMIT");
        assertThat(count(statement)).isEqualTo(3);
      }
    }
  }

  private static long count(Statement statement) throws Exception {
    try (var rows = statement.executeQuery("SELECT count(*) FROM test_state")) {
      return rows.getLong(1);
    }
  }

  /** As a fault would: past the store. */
  private void meddle(Store store, String sql) throws Exception {
    try (Connection connection = folder(store).database().writer();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

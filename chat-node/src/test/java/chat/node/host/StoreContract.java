package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.chat.AccountOutcome;
import chat.node.chat.Result;
import chat.node.host.Store.Applied;
import chat.node.host.Store.Change;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Rev;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does. A store retains {@link #RETAINED} entries, compacting in steps of two. */
public abstract class StoreContract {
  protected static final long RETAINED = 5;
  protected static final int STEP = 2;

  @TempDir protected Path temp;
  private final List<Store> opened = new ArrayList<>();
  private Store store;

  /** A new, empty disk. */
  protected abstract Store newDisk();

  /** The same disk after its process ended in order. */
  protected abstract Store reopened(Store closed);

  /** The indexes of the entries whose effects are in the chat state, ascending. */
  protected abstract List<Long> state(Store store);

  /** What applying an entry gives in these tests. */
  protected static Result apply(long index, Payload payload) {
    return new Result.Answer(index, payload.size(), false, new AccountOutcome.Registered());
  }

  @BeforeEach
  void begin() {
    store = open(newDisk());
  }

  @AfterEach
  void end() {
    opened.forEach(Store::close);
  }

  private Store open(Store fresh) {
    opened.add(fresh);
    return fresh;
  }

  private void reopen() {
    store.close();
    store = open(reopened(store));
  }

  @Test
  void anEmptyDiskHasAnIdAndNothingElse() {
    Store.Recovered found = store.recovered();
    assertThat(found.promise()).isEmpty();
    assertThat(found.log().last()).isEqualTo(EntryId.ZERO);
    assertThat(found.appliedIndex()).isZero();
  }

  @Test
  void aReopenedDiskKeepsItsIdPromiseLogAndState() {
    Effect.Promise promise = promise(3, 7);
    store.write(List.of(new Change.SetPromise(promise), append(1, 1, 3), append(2, 4, 2)));
    store.write(List.of(new Change.Apply(4)));
    Store.Recovered before = store.recovered();
    reopen();
    Store.Recovered after = store.recovered();
    assertThat(after.storageId()).isEqualTo(before.storageId());
    assertThat(after.promise()).contains(promise);
    assertThat(after.log().last()).isEqualTo(id(2, 5));
    assertThat(after.log().epochAt(3)).isEqualTo(new Epoch(1));
    assertThat(after.log().epochAt(4)).isEqualTo(new Epoch(2));
    assertThat(after.appliedIndex()).isEqualTo(4);
    assertThat(state(store)).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void applyingGivesOneResultForEachEntryAscending() {
    store.write(List.of(append(1, 1, 3)));
    assertThat(store.write(List.of(new Change.Apply(2)))).containsExactly(applied(1), applied(2));
    assertThat(store.write(List.of(new Change.Apply(3)))).containsExactly(applied(3));
  }

  @Test
  void applyingAgainDoesNothing() {
    store.write(List.of(append(1, 1, 3), new Change.Apply(2)));
    assertThat(store.write(List.of(new Change.Apply(2), new Change.Apply(1)))).isEmpty();
    assertThat(state(store)).containsExactly(1L, 2L);
  }

  @Test
  void aNoOpGivesNothing() {
    Change noop =
        new Change.Append(OptionalLong.empty(), List.of(new Entry(id(1, 1), Payload.NOOP)));
    assertThat(store.write(List.of(noop, new Change.Apply(1))))
        .containsExactly(new Applied(1, new Result.Nothing()));
  }

  @Test
  void entriesComeBackAsTheyWereWritten() {
    store.write(List.of(append(1, 1, 4)));
    assertThat(store.entries(2, 3, 1000)).containsExactly(entry(1, 2), entry(1, 3));
  }

  @Test
  void entriesStopAtTheBytesAskedForButGiveOneAtLeast() {
    store.write(List.of(append(1, 1, 4)));
    assertThat(store.entries(1, 4, 1)).containsExactly(entry(1, 1));
    int two = entry(1, 1).payload().size() + entry(1, 2).payload().size();
    assertThat(store.entries(1, 4, two)).hasSize(2);
  }

  @Test
  void entriesThatTheLogLacksAreLeftOut() {
    store.write(List.of(append(1, 1, 4)));
    assertThat(store.entries(3, 9, 1000)).containsExactly(entry(1, 3), entry(1, 4));
    assertThat(store.entries(5, 9, 1000)).isEmpty();
    assertThat(store.entries(0, 9, 1000)).isEmpty();
  }

  @Test
  void truncatingDropsTheEndAndWhatIsAppendedTakesItsPlace() {
    store.write(List.of(append(1, 1, 4)));
    store.write(List.of(new Change.Append(OptionalLong.of(3), List.of(entry(2, 3)))));
    assertThat(store.entries(1, 9, 1000)).containsExactly(entry(1, 1), entry(1, 2), entry(2, 3));
    reopen();
    assertThat(store.recovered().log().last()).isEqualTo(id(2, 3));
  }

  @Test
  void truncatingWhatIsAppliedFailsWithWhatItSaw() {
    store.write(List.of(append(1, 1, 4), new Change.Apply(3)));
    assertThatThrownBy(() -> store.write(List.of(new Change.Append(OptionalLong.of(3), List.of()))))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("3");
  }

  @Test
  void aGapInTheLogFails() {
    store.write(List.of(append(1, 1, 2)));
    assertThatThrownBy(() -> store.write(List.of(append(1, 4, 1))))
        .isInstanceOf(StoreFailure.class);
  }

  @Test
  void anEpochThatFallsInTheLogFails() {
    store.write(List.of(append(2, 1, 2)));
    assertThatThrownBy(() -> store.write(List.of(append(1, 3, 1))))
        .isInstanceOf(StoreFailure.class);
  }

  @Test
  void aPromiseThatFallsFails() {
    store.write(List.of(new Change.SetPromise(promise(3, 7))));
    assertThatThrownBy(() -> store.write(List.of(new Change.SetPromise(promise(2, 8)))))
        .isInstanceOf(StoreFailure.class);
  }

  @Test
  void aRevThatFallsFails() {
    store.write(List.of(new Change.SetPromise(promise(3, 7))));
    assertThatThrownBy(() -> store.write(List.of(new Change.SetPromise(promise(3, 6)))))
        .isInstanceOf(StoreFailure.class);
  }

  @Test
  void applyingBeyondTheLogFails() {
    store.write(List.of(append(1, 1, 2)));
    assertThatThrownBy(() -> store.write(List.of(new Change.Apply(3))))
        .isInstanceOf(StoreFailure.class);
  }

  @Test
  void aSnapshotCarriesTheAppliedStateAndItsPosition() throws Exception {
    store.write(List.of(append(1, 1, 4), new Change.Apply(3)));
    Store.Snapshot snapshot = store.snapshot(temp);
    assertThat(snapshot.position()).isEqualTo(id(1, 3));
    byte[] bytes = Files.readAllBytes(snapshot.file());
    assertThat(snapshot.sizeBytes()).isEqualTo(bytes.length);
    assertThat(snapshot.sha256()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void installingASnapshotReplacesLogAndStateAndKeepsPromiseAndId() {
    store.write(List.of(append(1, 1, 4), append(2, 5, 2), new Change.Apply(5)));
    Store.Snapshot snapshot = store.snapshot(temp);
    Store learner = open(newDisk());
    learner.write(
        List.of(new Change.SetPromise(promise(3, 7)), append(1, 1, 3), new Change.Apply(2)));
    learner.install(snapshot.file(), snapshot.position());
    assertThat(state(learner)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(learner.entries(1, 9, 1000)).isEmpty();
    learner.close();
    Store again = open(reopened(learner));
    assertThat(again.recovered().storageId()).isEqualTo(learner.recovered().storageId());
    assertThat(again.recovered().promise()).contains(promise(3, 7));
    assertThat(again.recovered().log().base()).isEqualTo(id(2, 5));
    assertThat(again.recovered().log().last()).isEqualTo(id(2, 5));
    assertThat(again.recovered().appliedIndex()).isEqualTo(5);
  }

  @Test
  void anInstalledSnapshotIsWrittenOnBehindItsPosition() {
    store.write(List.of(append(1, 1, 4), new Change.Apply(4)));
    Store.Snapshot snapshot = store.snapshot(temp);
    Store learner = open(newDisk());
    learner.install(snapshot.file(), snapshot.position());
    learner.write(List.of(append(1, 5, 2), new Change.Apply(6)));
    assertThat(state(learner)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(learner.entries(5, 6, 1000)).containsExactly(entry(1, 5), entry(1, 6));
  }

  @Test
  void aSnapshotOfAnotherPositionIsNotInstalled() {
    store.write(List.of(append(1, 1, 4), new Change.Apply(3)));
    Store.Snapshot snapshot = store.snapshot(temp);
    Store learner = open(newDisk());
    assertThatThrownBy(() -> learner.install(snapshot.file(), id(1, 4)))
        .isInstanceOf(StoreFailure.class);
    learner.close();
    assertThat(open(reopened(learner)).recovered().appliedIndex()).isZero();
  }

  @Test
  void compactingDropsOldEntriesAStepAtATime() {
    store.write(List.of(append(1, 1, 9), new Change.Apply(9)));
    assertThat(store.compact(Store.Retention.USUAL)).contains(id(1, 2));
    assertThat(store.compact(Store.Retention.USUAL)).contains(id(1, 4));
    assertThat(store.compact(Store.Retention.USUAL)).isEmpty();
    assertThat(store.entries(4, 9, 1000)).isEmpty();
    assertThat(store.entries(5, 5, 1000)).containsExactly(entry(1, 5));
    reopen();
    assertThat(store.recovered().log().base()).isEqualTo(id(1, 4));
  }

  @Test
  void nothingIsDroppedWhileTheLogIsHeldForOneWhoCatchesUp() {
    store.write(List.of(append(1, 1, 9), new Change.Apply(9)));
    assertThat(store.compact(Store.Retention.HELD)).isEmpty();
    assertThat(store.entries(1, 1, 1000)).containsExactly(entry(1, 1));
    assertThat(store.compact(Store.Retention.USUAL)).contains(id(1, 2));
  }

  @Test
  void compactingNeverDropsWhatIsNotApplied() {
    store.write(List.of(append(1, 1, 9), new Change.Apply(1)));
    assertThat(store.compact(Store.Retention.USUAL)).contains(id(1, 1));
    assertThat(store.compact(Store.Retention.USUAL)).isEmpty();
  }

  @Test
  void aCompactedLogIsAppendedToAndTruncated() {
    store.write(List.of(append(1, 1, 9), new Change.Apply(4)));
    store.compact(Store.Retention.USUAL);
    store.compact(Store.Retention.USUAL);
    store.write(List.of(new Change.Append(OptionalLong.of(5), List.of(entry(2, 5)))));
    reopen();
    assertThat(store.recovered().log().base()).isEqualTo(id(1, 4));
    assertThat(store.recovered().log().last()).isEqualTo(id(2, 5));
  }

  protected static Effect.Promise promise(long epoch, long rev) {
    return new Effect.Promise(new ClusterId("c-1"), new Epoch(epoch), new Rev(rev));
  }

  protected static EntryId id(long epoch, long index) {
    return new EntryId(new Epoch(epoch), index);
  }

  protected static Entry entry(long epoch, long index) {
    String text = "entry %d of epoch %d".formatted(index, epoch);
    return new Entry(id(epoch, index), new Payload(text.getBytes(StandardCharsets.UTF_8)));
  }

  protected static Change.Append append(long epoch, long first, int count) {
    List<Entry> entries = new ArrayList<>();
    for (long index = first; index < first + count; index++) {
      entries.add(entry(epoch, index));
    }
    return new Change.Append(OptionalLong.empty(), entries);
  }

  private static Applied applied(long index) {
    return new Applied(index, apply(index, entry(1, index).payload()));
  }
}

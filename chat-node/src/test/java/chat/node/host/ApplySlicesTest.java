package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.host.Store.Change;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.Epoch;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ApplySlicesTest {
  private final TailCache tail = new TailCache(1 << 20);
  private final ApplySlices slices =
      new ApplySlices(tail, payload -> payload.bytes()[0], CostLimits.DEFAULT.withWork(1, 100));

  @Test
  void a_slice_ends_before_the_entry_that_would_cost_too_much() {
    tail.append(entries(1, 5, 40));
    ApplySlices.Slice slice = slices.of(List.of(new Change.Apply(5)), 0);
    assertThat(slice.changes()).containsExactly(new Change.Apply(2));
    assertThat(slice.leavesSome()).isTrue();
    assertThat(slices.of(List.of(new Change.Apply(5)), 4).leavesSome()).isFalse();
  }

  @Test
  void an_entry_that_costs_more_than_a_slice_is_a_slice_of_its_own() {
    tail.append(entries(1, 3, 120));
    assertThat(slices.of(List.of(new Change.Apply(3)), 1).through()).isEqualTo(2);
  }

  @Test
  void entries_are_stored_whole_whatever_is_applied() {
    List<Entry> appended = entries(1, 5, 60);
    tail.append(appended);
    Change append = new Change.Append(OptionalLong.empty(), appended);
    assertThat(slices.of(List.of(append, new Change.Apply(4)), 0).changes())
        .containsExactly(append, new Change.Apply(1));
  }

  @Test
  void entries_that_are_not_in_memory_are_counted() {
    int most = CostLimits.DEFAULT.unweighedEntries();
    assertThat(slices.of(List.of(new Change.Apply(10_000)), 7).through()).isEqualTo(7 + most);
  }

  @Test
  void a_transaction_that_applies_nothing_new_stays_as_it_is() {
    List<Change> changes = List.of(new Change.Apply(3));
    assertThat(slices.of(changes, 3)).isEqualTo(new ApplySlices.Slice(changes, 3, 3));
  }

  private static List<Entry> entries(long from, long through, int cost) {
    return LongStream.rangeClosed(from, through)
        .mapToObj(
            index ->
                new Entry(new EntryId(new Epoch(1), index), new Payload(new byte[] {(byte) cost})))
        .toList();
  }
}

package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.Epoch;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TailCacheTest {
  private static final int ENTRY_BYTES = 10;
  private static final long EVERYTHING = Long.MAX_VALUE;

  private final TailCache tail = new TailCache(5 * ENTRY_BYTES);

  static List<Entry> entries(long epoch, long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(
            index ->
                new Entry(new EntryId(new Epoch(epoch), index), new Payload(new byte[ENTRY_BYTES])))
        .toList();
  }

  private List<Long> held(long from, long through, long limit) {
    return tail.entries(from, through, limit).stream().map(Entry::index).toList();
  }

  @Test
  void it_gives_the_range_that_was_asked_for() {
    tail.append(entries(1, 1, 4));
    assertThat(held(2, 3, EVERYTHING)).containsExactly(2L, 3L);
    assertThat(held(3, 9, EVERYTHING)).containsExactly(3L, 4L);
  }

  @Test
  void it_stops_at_the_byte_limit_but_gives_one_entry_at_least() {
    tail.append(entries(1, 1, 4));
    assertThat(held(1, 4, 2 * ENTRY_BYTES)).containsExactly(1L, 2L);
    assertThat(held(1, 4, 1)).containsExactly(1L);
  }

  @Test
  void beyond_its_bytes_it_forgets_the_oldest() {
    tail.append(entries(1, 1, 7));
    assertThat(held(1, 7, EVERYTHING)).isEmpty();
    assertThat(held(2, 7, EVERYTHING)).isEmpty();
    assertThat(held(3, 7, EVERYTHING)).containsExactly(3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void an_entry_larger_than_all_its_room_is_held_alone() {
    tail.append(entries(1, 1, 3));
    Entry huge = new Entry(new EntryId(new Epoch(1), 4), new Payload(new byte[100 * ENTRY_BYTES]));
    tail.append(List.of(huge));
    assertThat(held(3, 4, EVERYTHING)).isEmpty();
    assertThat(held(4, 4, EVERYTHING)).containsExactly(4L);
  }

  @Test
  void what_was_truncated_is_replaced_by_what_came_in_its_place() {
    tail.append(entries(1, 1, 4));
    tail.truncateFrom(3);
    assertThat(held(1, 9, EVERYTHING)).containsExactly(1L, 2L);
    tail.append(entries(2, 3, 5));
    assertThat(tail.entries(1, 9, EVERYTHING))
        .extracting(Entry::epoch)
        .containsExactly(new Epoch(1), new Epoch(1), new Epoch(2), new Epoch(2), new Epoch(2));
  }

  @Test
  void a_gap_drops_what_was_before_it() {
    tail.append(entries(1, 1, 3));
    tail.append(entries(1, 8, 9));
    assertThat(held(1, 9, EVERYTHING)).isEmpty();
    assertThat(held(8, 9, EVERYTHING)).containsExactly(8L, 9L);
  }

  @Test
  void after_clearing_it_holds_nothing_and_counts_nothing() {
    tail.append(entries(1, 1, 5));
    tail.clear();
    assertThat(held(1, 9, EVERYTHING)).isEmpty();
    tail.append(entries(1, 6, 10));
    assertThat(held(6, 10, EVERYTHING)).hasSize(5);
  }

  @Test
  void the_slots_of_old_entries_are_used_again() {
    TailCache small = new TailCache(EVERYTHING);
    long many = (1 << 16) + 10;
    for (long index = 1; index <= many; index++) {
      small.append(entries(1, index, index));
    }
    assertThat(small.entries(10, many, EVERYTHING)).isEmpty();
    assertThat(small.entries(11, many, EVERYTHING))
        .hasSize(1 << 16)
        .extracting(Entry::index)
        .startsWith(11L)
        .endsWith(many);
  }
}

package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountOutcome;
import chat.node.chat.Result;
import chat.node.replica.Effect.SendEntries;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Message;
import chat.view.Address;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.StorageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FeedsTest {
  private static final NodeName ONE = new NodeName("chat-1");
  private static final NodeName TWO = new NodeName("chat-2");
  private static final Epoch EPOCH = new Epoch(1);
  private static final long TWO_ENTRIES = 20;

  private final Links links = new Links();
  private final TailCache tail = new TailCache(Long.MAX_VALUE);
  private final FakeStore store =
      new FakeStore(
          new StorageId("disk"),
          new FakeStore.Retained(1000, 1 << 20, 1 << 20, 100),
          (index, payload) -> new Result.Answer(index, 0, false, new AccountOutcome.Registered()));
  private final Feeds feeds = new Feeds(links, tail, store, TWO_ENTRIES);

  private static SendEntries range(NodeName to, long behind, long last) {
    EntryId prev = behind == 0 ? EntryId.ZERO : new EntryId(EPOCH, behind);
    return new SendEntries(to, EPOCH, prev, last, 0);
  }

  private void onDisk(long first, long last) {
    store.write(
        List.of(
            new Store.Change.Append(OptionalLong.empty(), TailCacheTest.entries(1, first, last))));
  }

  @Test
  void a_range_in_memory_goes_out_at_once_in_messages_of_bounded_size() {
    tail.append(TailCacheTest.entries(1, 1, 5));
    feeds.add(range(ONE, 0, 5));
    assertThat(links.indexesTo(ONE)).containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L));
    assertThat(feeds.isFeeding(ONE)).isFalse();
  }

  @Test
  void a_follower_without_room_waits_and_goes_on_where_it_stopped() {
    tail.append(TailCacheTest.entries(1, 1, 5));
    links.room.put(ONE, 1);
    feeds.add(range(ONE, 0, 5));
    assertThat(links.indexesTo(ONE)).containsExactly(List.of(1L, 2L));
    assertThat(feeds.isFeeding(ONE)).isTrue();
    assertThat(feeds.pump()).isFalse();

    links.room.put(ONE, 9);
    assertThat(feeds.pump()).isFalse();
    assertThat(links.indexesTo(ONE)).containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L));
    assertThat(feeds.isFeeding(ONE)).isFalse();
  }

  @Test
  void one_slow_follower_holds_nobody_else_back() {
    tail.append(TailCacheTest.entries(1, 1, 4));
    links.room.put(ONE, 0);
    feeds.add(range(ONE, 0, 4));
    feeds.add(range(TWO, 0, 4));
    assertThat(links.indexesTo(ONE)).isEmpty();
    assertThat(links.indexesTo(TWO)).containsExactly(List.of(1L, 2L), List.of(3L, 4L));
  }

  @Test
  void what_memory_holds_no_more_comes_from_the_disk_one_read_a_turn() {
    onDisk(1, 6);
    tail.append(TailCacheTest.entries(1, 5, 6));
    feeds.add(range(ONE, 0, 6));
    assertThat(links.indexesTo(ONE)).isEmpty();

    assertThat(feeds.pump()).isTrue();
    assertThat(links.indexesTo(ONE)).containsExactly(List.of(1L, 2L));
    assertThat(feeds.pump()).isTrue();
    assertThat(feeds.pump()).isFalse();
    assertThat(links.indexesTo(ONE))
        .containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L, 6L));
  }

  @Test
  void a_range_that_follows_the_open_one_extends_it() {
    tail.append(TailCacheTest.entries(1, 1, 6));
    links.room.put(ONE, 0);
    feeds.add(range(ONE, 0, 2));
    feeds.add(range(ONE, 2, 6));
    links.room.put(ONE, 9);
    feeds.pump();
    assertThat(links.indexesTo(ONE))
        .containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L, 6L));
  }

  @Test
  void a_range_from_elsewhere_takes_the_place_of_the_open_one() {
    tail.append(TailCacheTest.entries(1, 1, 6));
    links.room.put(ONE, 0);
    feeds.add(range(ONE, 4, 6));
    feeds.add(range(ONE, 1, 3));
    links.room.put(ONE, 9);
    feeds.pump();
    assertThat(links.indexesTo(ONE)).containsExactly(List.of(2L, 3L));
  }

  @Test
  void a_range_that_neither_memory_nor_disk_holds_is_dropped() {
    feeds.add(range(ONE, 0, 6));
    assertThat(feeds.isFeeding(ONE)).isTrue();
    assertThat(feeds.pump()).isFalse();
    assertThat(feeds.isFeeding(ONE)).isFalse();
    assertThat(links.indexesTo(ONE)).isEmpty();
  }

  @Test
  void followers_at_the_same_place_get_the_same_object() {
    tail.append(TailCacheTest.entries(1, 1, 2));
    feeds.add(range(ONE, 0, 2));
    feeds.add(range(TWO, 0, 2));
    assertThat(links.to(ONE).getFirst()).isSameAs(links.to(TWO).getFirst());
  }

  @Test
  void a_dropped_follower_gets_nothing_more() {
    tail.append(TailCacheTest.entries(1, 1, 4));
    links.room.put(ONE, 1);
    feeds.add(range(ONE, 0, 4));
    feeds.drop(ONE);
    links.room.put(ONE, 9);
    feeds.pump();
    assertThat(links.indexesTo(ONE)).containsExactly(List.of(1L, 2L));
  }

  /** Links with room for so many messages; without a number, for all. */
  private static final class Links implements Peers {
    private final Map<NodeName, Integer> room = new HashMap<>();
    private final Map<NodeName, List<Message.Append>> sent = new HashMap<>();

    List<Message.Append> to(NodeName follower) {
      return sent.getOrDefault(follower, List.of());
    }

    List<List<Long>> indexesTo(NodeName follower) {
      return to(follower).stream()
          .map(append -> append.entries().stream().map(Entry::index).toList())
          .toList();
    }

    @Override
    public void send(NodeName to, Message message) {
      room.computeIfPresent(to, (_, left) -> left - 1);
      sent.computeIfAbsent(to, _ -> new ArrayList<>()).add((Message.Append) message);
    }

    @Override
    public boolean hasRoom(NodeName to) {
      return room.getOrDefault(to, 1) > 0;
    }

    @Override
    public void keepAlive() {}

    @Override
    public void reach(Map<NodeName, Address> addresses) {}

    @Override
    public void reset(NodeName peer) {}
  }
}

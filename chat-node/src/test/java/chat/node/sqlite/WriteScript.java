package chat.node.sqlite;

import chat.node.host.Store.Change;
import chat.node.host.Store.Recovered;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Rev;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A made-up life of a disk: appends, applications, both together, and new epochs that replace the
 * end of the log. What an entry says follows from its index, so the state follows from how far it
 * is applied.
 */
final class WriteScript {
  private static final int MOST_ENTRIES = 4;
  private final Random random;

  WriteScript(long seed) {
    this.random = new Random(seed);
  }

  /** All that a test compares: the promise, the log's end, how far it is applied. */
  record Seen(long promise, long lastEpoch, long lastIndex, long applied) {
    static Seen of(Recovered found) {
      return new Seen(
          found.promise().map(promise -> promise.epoch().value()).orElse(0L),
          found.log().last().epoch().value(),
          found.log().lastIndex(),
          found.appliedIndex());
    }

    static Seen parse(String text) {
      String[] parts = text.split("\\.", -1);
      return new Seen(
          Long.parseLong(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]));
    }

    @Override
    public String toString() {
      return promise + "." + lastEpoch + "." + lastIndex + "." + applied;
    }
  }

  /** One write, and what is to be seen after it. */
  record Step(List<Change> changes, Seen after) {
    boolean applyOnly() {
      return changes.stream().allMatch(change -> change instanceof Change.Apply);
    }
  }

  Step next(Seen now) {
    int choice = random.nextInt(10);
    if (now.promise() == 0 || choice == 0) {
      return newEpoch(now);
    }
    long through = now.applied() + random.nextLong(now.lastIndex() - now.applied() + 1);
    if (choice < 4 && through > now.applied()) {
      Seen after = new Seen(now.promise(), now.lastEpoch(), now.lastIndex(), through);
      return new Step(List.of(new Change.Apply(through)), after);
    }
    List<Entry> entries = entries(now.promise(), now.lastIndex() + 1);
    Change append = new Change.Append(OptionalLong.empty(), entries);
    Seen after = new Seen(now.promise(), now.promise(), now.lastIndex() + entries.size(), through);
    return new Step(List.of(append, new Change.Apply(through)), after);
  }

  private Step newEpoch(Seen now) {
    long epoch = now.promise() + 1;
    long first = now.applied() + 1 + random.nextLong(now.lastIndex() - now.applied() + 1);
    List<Entry> entries = entries(epoch, first);
    Effect.Promise promise =
        new Effect.Promise(new ClusterId("crashes"), new Epoch(epoch), new Rev(epoch));
    return new Step(
        List.of(new Change.SetPromise(promise), new Change.Append(OptionalLong.of(first), entries)),
        new Seen(epoch, epoch, first - 1 + entries.size(), now.applied()));
  }

  private List<Entry> entries(long epoch, long first) {
    List<Entry> entries = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_ENTRIES);
    for (long index = first; index < first + count; index++) {
      entries.add(new Entry(new EntryId(new Epoch(epoch), index), payload(index)));
    }
    return entries;
  }

  private static Payload payload(long index) {
    String text = ("entry " + index + " ").repeat((int) (1 + index * index % 70));
    return new Payload(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The state's digest after the entries up to this index were applied once each, in order. */
  static long digestAt(long applied) {
    long digest = 0;
    for (long index = 1; index <= applied; index++) {
      digest = TestState.next(digest, payload(index));
    }
    return digest;
  }
}

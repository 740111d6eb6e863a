package chat.node.host;

import chat.node.chat.Result;
import chat.node.host.Store.Applied;
import chat.node.host.Store.Change;
import chat.node.host.Store.Recovered;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.LogShape;
import chat.node.replica.Payload;
import chat.view.Epoch;
import chat.view.StorageId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One image of a fake store's disk. Not thread-safe. */
final class FakeDisk {
  private final StorageId storageId;
  private Effect.@Nullable Promise promise;
  private EntryId base = EntryId.ZERO;
  private EntryId applied = EntryId.ZERO;
  private final TreeMap<Long, Entry> log = new TreeMap<>();
  final List<Entry> history = new ArrayList<>();

  FakeDisk(StorageId storageId) {
    this.storageId = storageId;
  }

  FakeDisk copy() {
    FakeDisk copy = new FakeDisk(storageId);
    copy.become(this);
    return copy;
  }

  void become(FakeDisk other) {
    promise = other.promise;
    base = other.base;
    applied = other.applied;
    log.clear();
    log.putAll(other.log);
    history.clear();
    history.addAll(other.history);
  }

  Recovered recovered() {
    LogShape shape = new LogShape(base, List.of(), base.index()).append(List.copyOf(log.values()));
    return new Recovered(storageId, Optional.ofNullable(promise), shape, applied.index());
  }

  EntryId appliedId() {
    return applied;
  }

  List<Applied> run(List<Change> changes, BiFunction<Long, Payload, Result> application) {
    List<Applied> results = new ArrayList<>();
    for (Change change : changes) {
      switch (change) {
        case Change.SetPromise set -> promise(set.promise());
        case Change.Append append -> append(append);
        case Change.Apply apply -> apply(apply.through(), application, results);
      }
    }
    return results;
  }

  private void promise(Effect.Promise next) {
    if (promise != null
        && (next.epoch().isBelow(promise.epoch())
            || next.rev().isBelow(promise.rev())
            || !next.clusterId().equals(promise.clusterId()))) {
      throw new StoreFailure("promise falls from " + promise + " to " + next);
    }
    promise = next;
  }

  private void append(Change.Append append) {
    append.truncateFrom().ifPresent(this::truncate);
    for (Entry entry : append.entries()) {
      EntryId last = log.isEmpty() ? base : log.lastEntry().getValue().id();
      if (entry.index() != last.index() + 1 || entry.epoch().isBelow(last.epoch())) {
        throw new StoreFailure("entry " + entry.id() + " behind " + last);
      }
      log.put(entry.index(), entry);
    }
  }

  private void truncate(long from) {
    if (from <= applied.index()) {
      throw new StoreFailure("truncating from " + from + ", applied through " + applied);
    }
    log.tailMap(from).clear();
  }

  private void apply(
      long through, BiFunction<Long, Payload, Result> application, List<Applied> results) {
    for (long index = applied.index() + 1; index <= through; index++) {
      Entry entry = log.get(index);
      if (entry == null) {
        throw new StoreFailure("applying " + index + ", which is not in the log");
      }
      Payload payload = entry.payload();
      results.add(
          new Applied(
              index, payload.isNoop() ? new Result.Nothing() : application.apply(index, payload)));
      history.add(entry);
      applied = entry.id();
    }
  }

  List<Entry> entries(long first, long last, long maxBytes) {
    List<Entry> found = new ArrayList<>();
    long bytes = 0;
    for (long index = first; index <= last && log.containsKey(index); index++) {
      Entry entry = log.get(index);
      bytes += entry.payload().size();
      if (!found.isEmpty() && bytes > maxBytes) {
        break;
      }
      found.add(entry);
    }
    return found;
  }

  void install(List<Entry> newHistory, EntryId position) {
    EntryId inside = newHistory.isEmpty() ? EntryId.ZERO : newHistory.getLast().id();
    if (!inside.equals(position)) {
      throw new StoreFailure("the snapshot is of " + inside + ", not of " + position);
    }
    log.clear();
    history.clear();
    history.addAll(newHistory);
    base = position;
    applied = position;
  }

  Optional<EntryId> compact(FakeStore.Retained retained) {
    EntryId before = base;
    long bytes = log.values().stream().mapToLong(entry -> entry.payload().size()).sum();
    for (int rows = 0; rows < retained.stepRows() && !log.isEmpty(); rows++) {
      Entry oldest = log.firstEntry().getValue();
      boolean beyond = log.size() > retained.entries() || bytes > retained.bytes();
      if (!beyond || oldest.index() > applied.index()) {
        break;
      }
      log.remove(oldest.index());
      bytes -= oldest.payload().size();
      base = oldest.id();
    }
    return base.equals(before) ? Optional.empty() : Optional.of(base);
  }

  static byte[] encode(List<Entry> entries) {
    int size = entries.stream().mapToInt(entry -> 20 + entry.payload().size()).sum();
    ByteBuffer buffer = ByteBuffer.allocate(size);
    for (Entry entry : entries) {
      buffer.putLong(entry.epoch().value()).putLong(entry.index());
      buffer.putInt(entry.payload().size()).put(entry.payload().bytes());
    }
    return buffer.array();
  }

  static List<Entry> decode(byte[] bytes) {
    List<Entry> entries = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      EntryId id = new EntryId(new Epoch(buffer.getLong()), buffer.getLong());
      byte[] payload = new byte[buffer.getInt()];
      buffer.get(payload);
      entries.add(new Entry(id, new Payload(payload)));
    }
    return entries;
  }
}

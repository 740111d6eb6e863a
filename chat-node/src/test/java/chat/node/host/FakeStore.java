package chat.node.host;

import chat.node.chat.Result;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.StorageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A store in memory that forgets at a crash what the port allows to be forgotten. Its chat state is
 * the history of applied entries. Passes {@link StoreContract} as the real one does.
 */
public class FakeStore implements Store {

  /** What retained log a compaction leaves. */
  public record Retained(long entries, long bytes, long heldBytes, int stepRows) {}

  private final BiFunction<Long, Payload, Result> application;
  private final Retained retained;
  private final Recovered recovered;
  private final FakeDisk durable;
  private final FakeDisk visible;
  private final List<List<Change>> unsynced = new ArrayList<>();

  /** A new, empty disk. */
  public FakeStore(
      StorageId storageId, Retained retained, BiFunction<Long, Payload, Result> application) {
    this(new FakeDisk(storageId), retained, application);
  }

  private FakeStore(
      FakeDisk disk, Retained retained, BiFunction<Long, Payload, Result> application) {
    this.application = application;
    this.retained = retained;
    this.durable = disk;
    this.visible = disk.copy();
    this.recovered = visible.recovered();
  }

  /** What a new process finds after this one died, with the first few unsynced writes kept. */
  public synchronized FakeStore crash(int keptUnsynced) {
    FakeDisk disk = durable.copy();
    unsynced.stream().limit(keptUnsynced).forEach(changes -> disk.run(changes, application));
    return new FakeStore(disk, retained, application);
  }

  public synchronized int unsyncedWrites() {
    return unsynced.size();
  }

  /** What was ever applied, oldest first. */
  public synchronized List<Entry> history() {
    return List.copyOf(visible.history);
  }

  @Override
  public Recovered recovered() {
    return recovered;
  }

  @Override
  public synchronized List<Applied> write(List<Change> changes) {
    List<Applied> applied = visible.run(changes, application);
    unsynced.add(List.copyOf(changes));
    if (changes.stream().anyMatch(change -> !(change instanceof Change.Apply))) {
      sync();
    }
    return applied;
  }

  private void sync() {
    unsynced.forEach(changes -> durable.run(changes, application));
    unsynced.clear();
  }

  @Override
  public synchronized List<Entry> entries(long first, long last, long maxBytes) {
    return visible.entries(first, last, maxBytes);
  }

  @Override
  public synchronized Snapshot snapshot(Path folder) {
    try {
      Path file = Files.createTempFile(folder, "snapshot-", ".fake");
      byte[] bytes = FakeDisk.encode(visible.history);
      Files.write(file, bytes);
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Snapshot(file, visible.appliedId(), bytes.length, sha256);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new StoreFailure("no snapshot in " + folder, e);
    }
  }

  @Override
  public synchronized void install(Path snapshotFile, EntryId position) {
    try {
      visible.install(FakeDisk.decode(Files.readAllBytes(snapshotFile)), position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    durable.become(visible);
    unsynced.clear();
  }

  @Override
  public synchronized Optional<EntryId> compact(Retention retention) {
    return visible.compact(
        switch (retention) {
          case USUAL -> retained;
          case HELD ->
              new Retained(
                  Long.MAX_VALUE, retained.heldBytes(), retained.heldBytes(), retained.stepRows());
        });
  }

  @Override
  public synchronized void close() {
    sync();
  }

  /** The same disk in a new process, after {@link #close}. */
  public synchronized FakeStore reopen() {
    return new FakeStore(visible.copy(), retained, application);
  }
}

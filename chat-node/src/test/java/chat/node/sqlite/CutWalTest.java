package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.host.Store;
import chat.node.sqlite.WriteScript.Seen;
import chat.node.sqlite.WriteScript.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Crashes between any two writes to the disk, and in the middle of each: the files of a store that
 * did not close, cut or spoiled at every page, are opened again. What is found must be what some
 * whole number of transactions left, and just as many as the disk holds.
 *
 * <p>This is also why applications need no sync of their own: a power loss leaves the WAL whole up
 * to the last sync and in any condition behind it, and recovery is exact up to the first bad page.
 */
class CutWalTest {
  private static final int WRITES = Integer.getInteger("chat.crash.writes", 16);
  private static final long SEED = Long.getLong("chat.crash.seed", 11);
  private static final int FRAME_BYTES = 24 + Database.PAGE_BYTES;

  /** No checkpoint happens by itself: everything stays in the WAL. */
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          1_000_000,
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          1,
          1_000_000,
          Long.MAX_VALUE,
          1 << 20,
          1,
          Long.MAX_VALUE);

  @TempDir Path temp;
  private final List<Transaction> transactions = new ArrayList<>();
  private Path files;

  /** Where in the WAL a transaction ends, and what is to be seen after it. */
  private record Transaction(long walEnd, Seen seen) {}

  @BeforeEach
  void aStoreThatDidNotClose() throws Exception {
    Path live = temp.resolve("live");
    files = Files.createDirectory(temp.resolve("files"));
    DataFolder folder = DataFolder.open(live, TestState.OWNER, SETTINGS);
    try (SqliteStore store = new SqliteStore(folder, TestState::on)) {
      WriteScript script = new WriteScript(SEED);
      Seen seen = Seen.of(store.recovered());
      transactions.add(new Transaction(Files.size(live.resolve("chat.db-wal")), seen));
      for (int i = 0; i < WRITES; i++) {
        Step step = script.next(seen);
        store.write(step.changes());
        seen = step.after();
        transactions.add(new Transaction(Files.size(live.resolve("chat.db-wal")), seen));
      }
      copyFiles(live, files);
    }
    assertThat(transactions).map(Transaction::walEnd).isSorted();
  }

  @Test
  void aWalThatEndsAnywhereGivesTheTransactionsThatItHoldsWhole() throws Exception {
    byte[] wal = Files.readAllBytes(files.resolve("chat.db-wal"));
    int begin = (int) transactions.getFirst().walEnd();
    for (int frame = begin; frame <= wal.length; frame += FRAME_BYTES) {
      for (int cut : new int[] {frame, frame + 10, frame + FRAME_BYTES / 2}) {
        if (cut <= wal.length) {
          assertThat(found(Arrays.copyOf(wal, cut)))
              .as("seed %d, WAL cut at %d", SEED, cut)
              .isEqualTo(newestWithin(cut));
        }
      }
    }
  }

  @Test
  void aPageThatNeverReachedTheDiskTakesOnlyWhatCameWithItAndAfterIt() throws Exception {
    byte[] wal = Files.readAllBytes(files.resolve("chat.db-wal"));
    int begin = (int) transactions.getFirst().walEnd();
    for (int frame = begin; frame < wal.length; frame += FRAME_BYTES) {
      byte[] spoiled = wal.clone();
      Arrays.fill(spoiled, frame, frame + FRAME_BYTES, (byte) 0);
      assertThat(found(spoiled))
          .as("seed %d, frame at %d lost", SEED, frame)
          .isEqualTo(newestWithin(frame));
    }
  }

  @Test
  void aCheckpointThatStopsAnywhereLosesNothing() throws Exception {
    byte[] before = Files.readAllBytes(files.resolve("chat.db"));
    byte[] wal = Files.readAllBytes(files.resolve("chat.db-wal"));
    byte[] after = checkpointed();
    for (int page = 0; page * Database.PAGE_BYTES < after.length; page++) {
      int torn = page * Database.PAGE_BYTES + Database.PAGE_BYTES / 2;
      byte[] mixed = Arrays.copyOf(before, Math.max(before.length, torn));
      System.arraycopy(after, 0, mixed, 0, torn);
      Files.write(files.resolve("chat.db"), mixed);
      assertThat(found(wal))
          .as("seed %d, checkpoint stopped in page %d", SEED, page)
          .isEqualTo(transactions.getLast().seen());
    }
  }

  @Test
  void anInstallThatStopsAnywhereLeavesTheOldStateOrTheNew() throws Exception {
    Path learnerFiles = Files.createDirectory(temp.resolve("learner-files"));
    Path learner = temp.resolve("learner");
    Store.Snapshot snapshot = snapshotOfTheFiles();
    long beforeInstall;
    DataFolder folder = DataFolder.open(learner, TestState.OWNER, SETTINGS);
    Applier.Factory copying =
        writer -> {
          // Called again just after the install committed, before its checkpoint.
          copyOrFail(learner, learnerFiles);
          return TestState.on(writer);
        };
    try (SqliteStore store = new SqliteStore(folder, copying)) {
      beforeInstall = Files.size(learner.resolve("chat.db-wal"));
      store.install(snapshot.file(), snapshot.position());
    }
    files = learnerFiles;
    byte[] wal = Files.readAllBytes(files.resolve("chat.db-wal"));
    Seen nothing = new Seen(0, 0, 0, 0);
    long at = snapshot.position().index();
    Seen installed = new Seen(0, snapshot.position().epoch().value(), at, at);
    assertThat((long) wal.length).isGreaterThan(beforeInstall + 5 * FRAME_BYTES);
    for (int cut = (int) beforeInstall; cut < wal.length; cut += FRAME_BYTES) {
      assertThat(found(Arrays.copyOf(wal, cut))).as("WAL cut at %d", cut).isEqualTo(nothing);
    }
    assertThat(found(wal)).isEqualTo(installed);
  }

  @Test
  void onlyApplicationsAloneAreLeftUnsynced() throws Exception {
    List<Integer> modes = new ArrayList<>();
    Applier.Factory noting =
        writer -> {
          Applier applier = TestState.on(writer);
          return (index, payload) -> {
            modes.add(synchronous(writer));
            return applier.apply(index, payload);
          };
        };
    WriteScript script = new WriteScript(SEED);
    Seen seen = new Seen(0, 0, 0, 0);
    try (SqliteStore store =
        new SqliteStore(
            DataFolder.open(temp.resolve("modes"), TestState.OWNER, SETTINGS), noting)) {
      for (int i = 0; i < 200; i++) {
        Step step = script.next(seen);
        modes.clear();
        store.write(step.changes());
        seen = step.after();
        assertThat(modes).allMatch(mode -> mode == (step.applyOnly() ? 1 : 2));
      }
    }
  }

  private static int synchronous(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA synchronous")) {
      return row.getInt(1);
    }
  }

  private Store.Snapshot snapshotOfTheFiles() throws Exception {
    Path donor = Files.createDirectory(temp.resolve("donor"));
    copyFiles(files, donor);
    try (SqliteStore store =
        new SqliteStore(DataFolder.open(donor, TestState.OWNER, SETTINGS), TestState::on)) {
      return store.snapshot(temp);
    }
  }

  private byte[] checkpointed() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("checkpointed"));
    copyFiles(files, folder);
    new Database(folder.resolve("chat.db"), SETTINGS).writer().close();
    return Files.readAllBytes(folder.resolve("chat.db"));
  }

  private Seen newestWithin(long walBytes) {
    return transactions.stream()
        .filter(transaction -> transaction.walEnd() <= walBytes)
        .reduce((first, second) -> second)
        .orElseThrow()
        .seen();
  }

  /** Opens the database file together with this WAL, as the next process would. */
  private Seen found(byte[] wal) throws Exception {
    Path path = temp.resolve("crashed");
    Files.createDirectories(path);
    Files.deleteIfExists(path.resolve("chat.db-shm"));
    Files.copy(
        files.resolve("chat.db"), path.resolve("chat.db"), StandardCopyOption.REPLACE_EXISTING);
    Files.write(path.resolve("chat.db-wal"), wal);
    assertThat(ByteBuffer.wrap(wal, 0, 4).getInt() & ~1).isEqualTo(0x377f0682);
    try (DataFolder folder = DataFolder.open(path, TestState.OWNER, SETTINGS)) {
      assertThat(folder.setAside()).isEmpty();
      Seen seen = Seen.of(folder.found().recovered());
      if (seen.applied() > 0) {
        assertThat(TestState.digest(folder.database()))
            .isEqualTo(WriteScript.digestAt(seen.applied()));
      }
      return seen;
    }
  }

  private static void copyOrFail(Path from, Path to) {
    try {
      copyFiles(from, to);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    for (String name : List.of("chat.db", "chat.db-wal")) {
      if (Files.exists(from.resolve(name))) {
        Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}

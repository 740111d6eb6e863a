package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.host.Store;
import chat.node.host.Store.Change;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.Epoch;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Large transactions reach the disk bit by bit, and neither a failure nor SQLite's locks go lost.
 */
class TrickleSyncTest {
  @TempDir Path temp;

  @Test
  void a_sync_that_failed_is_told_at_the_end() throws Exception {
    FileChannel file = file();
    file.close();
    TrickleSync trickle = new TrickleSync(file);
    assertThatThrownBy(trickle::close).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void whoever_ends_it_while_interrupted_stays_so_and_the_database_stays_open() throws Exception {
    try (FileChannel file = file()) {
      TrickleSync trickle = new TrickleSync(file);
      Thread.currentThread().interrupt();
      trickle.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.isOpen()).isTrue();
    }
  }

  @Test
  void an_install_leaves_sqlite_the_locks_it_has_on_the_database() throws Exception {
    Entry entry = new Entry(new EntryId(new Epoch(1), 1), Payload.NOOP);
    DataFolder folder =
        DataFolder.open(temp.resolve("learner"), TestState.OWNER, StoreSettings.DEFAULTS);
    try (Store donor = opened("donor");
        Store learner = new SqliteStore(folder, TestState::on)) {
      donor.write(
          List.of(new Change.Append(OptionalLong.empty(), List.of(entry)), new Change.Apply(1)));
      learner.entries(1, 1, 1);
      List<String> before = locks(folder.database().file());
      assertThat(before).isNotEmpty();
      Store.Snapshot snapshot = donor.snapshot(temp);
      learner.install(snapshot.file(), snapshot.position());
      assertThat(locks(folder.database().file())).isEqualTo(before);
    }
  }

  private FileChannel file() throws IOException {
    return FileChannel.open(
        temp.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private Store opened(String name) throws DataFolderException {
    return new SqliteStore(
        DataFolder.open(temp.resolve(name), TestState.OWNER, StoreSettings.DEFAULTS),
        TestState::on);
  }

  /** Kind and bytes of each lock that Linux knows of a file. */
  private static List<String> locks(Path file) throws IOException {
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .filter(line -> line.contains(inode))
        .map(line -> line.replaceFirst("^\\d+: *", ""))
        .sorted()
        .toList();
  }
}

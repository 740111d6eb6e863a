package chat.node.sqlite;

import static chat.node.chat.Commands.delete;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Command;
import chat.node.chat.CommandCodec;
import chat.node.host.Store;
import chat.node.host.Store.Change;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.Epoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted for everyone stands in no file: neither in pages in use, nor in free ones. */
class DeletedTextTest {
  /** Found as bytes: a message's text, and the word as the index of words writes it. */
  private static final String SECRET = "xyzzyplugh";

  private static final StoreSettings SMALL_LOG = StoreSettings.DEFAULTS.retaining(1, 1, 1_000);

  @TempDir Path temp;

  @Test
  void theWordsOfADeletedMessageStandNeitherInTheDatabaseNorInABackup() throws Exception {
    Path disk = temp.resolve("disk");
    Path backup;
    DataFolder folder = DataFolder.open(disk, TestState.OWNER, SMALL_LOG);
    try (Store store = new SqliteStore(folder, SqlChatApplier::new)) {
      List<Command> commands = new ArrayList<>();
      commands.add(register(1, "ann"));
      commands.add(register(2, "bob"));
      commands.add(send(3, "ann", "bob", SECRET));
      commands.add(send(4, "ann", "bob", (SECRET + " and more ").repeat(1_000)));
      for (int i = 0; i < 200; i++) {
        commands.add(send(10 + i, "ann", "bob", "harmless " + i));
      }
      write(store, 1, commands);
      assertThat(Files.readAllBytes(snapshot(store, folder))).satisfies(DeletedTextTest::holds);

      write(store, 1 + commands.size(), List.of(delete(500, "ann", "ann:bob", true, 1L, 2L)));
      write(store, 2 + commands.size(), List.of(send(501, "ann", "bob", "the newest entry")));
      assertThat(store.compact(Store.Retention.USUAL)).isPresent();
      backup = snapshot(store, folder);
    }
    assertThat(contains(backup)).as("in a backup").isFalse();
    assertThat(disk.resolve(DataFolder.DATABASE + "-wal")).as("closed in order").doesNotExist();
    assertThat(contains(disk.resolve(DataFolder.DATABASE))).as("in the database").isFalse();
  }

  private static Path snapshot(Store store, DataFolder folder) {
    return BackupFile.seal(store.snapshot(folder.snapshots())).file();
  }

  private static boolean contains(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
  }

  private static void holds(byte[] file) {
    assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains(SECRET);
  }

  private static void write(Store store, long first, List<Command> commands) {
    List<Entry> entries = new ArrayList<>();
    for (Command command : commands) {
      entries.add(
          new Entry(
              new EntryId(new Epoch(1), first + entries.size()),
              new Payload(CommandCodec.encode(command))));
    }
    store.write(
        List.of(
            new Change.Append(OptionalLong.empty(), entries),
            new Change.Apply(first + commands.size() - 1)));
  }
}

package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Command;
import chat.node.chat.CommandCodec;
import chat.node.chat.Commands;
import chat.node.chat.Rules;
import chat.node.host.Store.Change;
import chat.node.host.Store.Snapshot;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Rev;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The version of the rules is part of the state: copies of the state apply the same rules. */
class RestoredRulesTest {
  private static final Epoch EPOCH = new Epoch(3);

  @TempDir Path temp;

  @Test
  void a_snapshot_a_backup_and_a_restore_keep_the_version_of_the_rules() throws Exception {
    Path target = temp.resolve("target");
    DataFolder source =
        DataFolder.open(temp.resolve("source"), TestState.OWNER, StoreSettings.DEFAULTS);
    try (SqliteStore store = new SqliteStore(source, SqlChatApplier::new)) {
      assertThat(rulesIn(source.database().file())).as("before the raise").isEqualTo(1);
      store.write(
          List.of(
              new Change.SetPromise(new Effect.Promise(new ClusterId("old"), EPOCH, new Rev(7))),
              new Change.Append(
                  OptionalLong.empty(),
                  List.of(
                      entry(1, Commands.register(1, "ann")),
                      entry(2, Commands.raise(2, Rules.NEWEST)))),
              new Change.Apply(2)));
      Snapshot snapshot = store.snapshot(source.snapshots());
      assertThat(rulesIn(snapshot.file())).as("in the snapshot").isEqualTo(Rules.NEWEST);
      Snapshot backup = BackupFile.seal(snapshot);
      try (var bytes = Files.newInputStream(backup.file())) {
        Path nativeFolder = DataFolder.nativeFolder(target);
        var _ = Restore.into(target, nativeFolder, TestState.OWNER, bytes, false);
      }
    }
    try (DataFolder restored = DataFolder.open(target, TestState.OWNER, StoreSettings.DEFAULTS)) {
      assertThat(rulesIn(restored.database().file())).as("restored").isEqualTo(Rules.NEWEST);
    }
  }

  private static Entry entry(long index, Command command) {
    return new Entry(new EntryId(EPOCH, index), new Payload(CommandCodec.encode(command)));
  }

  private static int rulesIn(Path file) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT version FROM rules")) {
      return row.getInt(1);
    }
  }
}

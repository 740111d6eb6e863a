package chat.node.sqlite;

import static chat.node.chat.Commands.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.chat.AuditEntry;
import chat.node.chat.ChatReader;
import chat.node.chat.ClusterCommand;
import chat.node.chat.Command;
import chat.node.chat.CommandCodec;
import chat.node.chat.Commands;
import chat.node.chat.CorruptCommandException;
import chat.node.chat.Result;
import chat.node.host.Store;
import chat.node.host.Store.Change;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Rev;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat inside the real store. */
class SqlChatApplierTest {
  private static final Effect.Promise OLD =
      new Effect.Promise(new ClusterId("old"), new Epoch(1), new Rev(7));

  @TempDir Path temp;

  @Test
  void whatTheStoreAppliesTheReaderAnswers() throws Exception {
    DataFolder folder =
        DataFolder.open(temp.resolve("disk"), TestState.OWNER, StoreSettings.DEFAULTS);
    try (Store store = new SqliteStore(folder, SqlChatApplier::new);
        SqlChatReader reader = new SqlChatReader(folder.database()::reader, 2)) {
      write(
          store,
          Commands.register(1, "ann"),
          Commands.register(2, "bob"),
          Commands.send(3, "ann", "bob", "hi"));
      assertThat(reader.appliedIndex()).isEqualTo(3);
      assertThat(reader.inbox(name("bob"), 0, 10)).hasSize(1);
    }
  }

  @Test
  void aSnapshotInstalledGivesTheSameStateAndTheChatGoesOnFromIt() throws Exception {
    DataFolder donorFolder =
        DataFolder.open(temp.resolve("donor"), TestState.OWNER, StoreSettings.DEFAULTS);
    DataFolder learnerFolder =
        DataFolder.open(temp.resolve("learner"), TestState.OWNER, StoreSettings.DEFAULTS);
    List<Command> log = Commands.random(5, 300);
    try (Store donor = new SqliteStore(donorFolder, SqlChatApplier::new);
        SqlChatReader donorReader = new SqlChatReader(donorFolder.database()::reader, 2);
        Store learner = new SqliteStore(learnerFolder, SqlChatApplier::new);
        SqlChatReader learnerReader = new SqlChatReader(learnerFolder.database()::reader, 2)) {
      write(donor, log.subList(0, 200).toArray(Command[]::new));
      write(learner, log.subList(0, 50).toArray(Command[]::new));
      Store.Snapshot snapshot = donor.snapshot(donorFolder.snapshots());
      learner.install(snapshot.file(), snapshot.position());
      assertThat(learnerReader.stateHash()).isEqualTo(donorReader.stateHash());

      List<Entry> rest = entries(201, log.subList(200, 300));
      List<Change> changes =
          List.of(new Change.Append(OptionalLong.empty(), rest), new Change.Apply(300));
      assertThat(learner.write(changes)).isEqualTo(donor.write(changes));
      assertThat(learnerReader.stateHash()).isEqualTo(donorReader.stateHash());
    }
  }

  @Test
  void aRestoreAddsItsLineToTheAuditLogAndChangesNothingElseOfTheChat() throws Exception {
    DataFolder source =
        DataFolder.open(temp.resolve("source"), TestState.OWNER, StoreSettings.DEFAULTS);
    List<Command> log = Commands.random(7, 200);
    log.add(new ClusterCommand.Backup(Commands.stamp(1_000, "backup"), log.getFirst().scope()));
    ChatReader.StateHash before;
    List<AuditEntry> audit;
    byte[] backup;
    try (Store store = new SqliteStore(source, SqlChatApplier::new);
        SqlChatReader reader = new SqlChatReader(source.database()::reader, 1)) {
      store.write(List.of(new Change.SetPromise(OLD)));
      write(store, log.toArray(Command[]::new));
      before = reader.stateHash();
      audit = reader.audit(Long.MAX_VALUE, 1_000);
      backup = Files.readAllBytes(BackupFile.seal(store.snapshot(source.snapshots())).file());
    }
    assertThat(audit.getFirst().position()).as("the line of the backup").isEqualTo(log.size());

    Path target = temp.resolve("target");
    Path nativeFolder = DataFolder.nativeFolder(target);
    Restore.into(target, nativeFolder, TestState.OWNER, new ByteArrayInputStream(backup), false);

    try (DataFolder folder = DataFolder.open(target, TestState.OWNER, StoreSettings.DEFAULTS)) {
      try (SqlChatReader reader = new SqlChatReader(folder.database()::reader, 1)) {
        List<AuditEntry> now = reader.audit(Long.MAX_VALUE, 1_000);
        AuditEntry line = now.getFirst();
        assertThat(line.position()).isEqualTo(log.size() + 1);
        assertThat(line.timeMillis()).isGreaterThanOrEqualTo(audit.getFirst().timeMillis());
        assertThat(line.actor()).isEmpty();
        assertThat(line.action() + " " + line.subject()).isEqualTo("restore old");
        assertThat(now.subList(1, now.size())).isEqualTo(audit);
      }
      try (Connection writer = folder.database().writer();
          Statement statement = writer.createStatement()) {
        assertThat(statement.executeUpdate("DELETE FROM audit WHERE action = 'restore'")).isOne();
      }
      try (SqlChatReader reader = new SqlChatReader(folder.database()::reader, 1)) {
        assertThat(reader.stateHash()).isEqualTo(before);
      }
    }
  }

  @Test
  void aPayloadThatIsNoCommandStopsTheNode() throws SQLException {
    try (ChatDatabase database = new ChatDatabase(temp.resolve("chat.db"))) {
      SqlChatApplier applier = new SqlChatApplier(database.writer());
      assertThatThrownBy(() -> applier.apply(1, new Payload(new byte[] {1, 99})))
          .isInstanceOf(CorruptCommandException.class);
      assertThat(applier.apply(1, new Payload(CommandCodec.encode(Commands.register(1, "ann")))))
          .isInstanceOf(Result.Answer.class);
    }
  }

  private static void write(Store store, Command... commands) {
    store.write(
        List.of(
            new Change.Append(OptionalLong.empty(), entries(1, List.of(commands))),
            new Change.Apply(commands.length)));
  }

  private static List<Entry> entries(long first, List<Command> commands) {
    List<Entry> entries = new ArrayList<>();
    for (Command command : commands) {
      entries.add(
          new Entry(
              new EntryId(new Epoch(1), first + entries.size()),
              new Payload(CommandCodec.encode(command))));
    }
    return entries;
  }
}

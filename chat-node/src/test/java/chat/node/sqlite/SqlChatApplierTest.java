package chat.node.sqlite;

import static chat.node.chat.Commands.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.chat.Command;
import chat.node.chat.CommandCodec;
import chat.node.chat.Commands;
import chat.node.chat.CorruptCommandException;
import chat.node.chat.Result;
import chat.node.host.Store;
import chat.node.host.Store.Change;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.Epoch;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat inside the real store. */
class SqlChatApplierTest {
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

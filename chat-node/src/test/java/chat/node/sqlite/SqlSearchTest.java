package chat.node.sqlite;

import static chat.node.chat.Commands.delete;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.chat.Command;
import chat.node.chat.CommandCodec;
import chat.node.chat.Commands;
import chat.node.chat.MessageReader;
import chat.node.chat.SearchQuery;
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
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlSearchTest {
  private static final String CHECK =
      "INSERT INTO words (words, rank) VALUES ('integrity-check', 1)";
  private static final SearchQuery SECRET =
      new SearchQuery(List.of(new SearchQuery.Term("secret", false)));

  @TempDir Path temp;

  @Test
  void theIndexHoldsTheWordsOfTheMessagesAndNothingElse() throws Exception {
    try (ChatDatabase database = new ChatDatabase(temp.resolve("chat.db"))) {
      List<Command> commands = Commands.random(17, 300);
      for (int i = 0; i < commands.size(); i++) {
        database.apply(i + 1, commands.get(i));
      }
      assertThatCode(() -> database.execute(CHECK)).doesNotThrowAnyException();
      database.execute("UPDATE messages SET text = 'another' WHERE deleted = 0");
      assertThatThrownBy(() -> database.execute(CHECK)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void nothingIsLeftOfAMessageThatWasDeletedForEveryone() throws Exception {
    try (ChatDatabase database = new ChatDatabase(temp.resolve("chat.db"));
        SqlChatReader reader = database.reader(1)) {
      database.apply(1, register(1, "ann"));
      database.apply(2, register(2, "bob"));
      database.apply(3, send(3, "ann", "bob", "a secret"));
      assertThat(found(reader)).hasSize(1);
      database.apply(4, delete(4, "ann", "ann:bob", true, 1L));
      assertThat(found(reader)).isEmpty();
      assertThatCode(() -> database.execute(CHECK)).doesNotThrowAnyException();
    }
  }

  @Test
  void aReplicaThatGotASnapshotFindsWhatTheOthersFindAndWhatCameAfterIt() throws Exception {
    DataFolder donorFolder =
        DataFolder.open(temp.resolve("donor"), TestState.OWNER, StoreSettings.DEFAULTS);
    DataFolder learnerFolder =
        DataFolder.open(temp.resolve("learner"), TestState.OWNER, StoreSettings.DEFAULTS);
    try (Store donor = new SqliteStore(donorFolder, SqlChatApplier::new);
        Store learner = new SqliteStore(learnerFolder, SqlChatApplier::new);
        SqlChatReader reader = new SqlChatReader(learnerFolder.database()::reader, 2)) {
      write(
          donor, 1, register(1, "ann"), register(2, "bob"), send(3, "ann", "bob", "an old secret"));
      write(learner, 1, register(1, "ann"), register(2, "bob"), send(4, "bob", "ann", "secret?"));
      assertThat(found(reader)).hasSize(1);
      Store.Snapshot snapshot = donor.snapshot(donorFolder.snapshots());
      learner.install(snapshot.file(), snapshot.position());
      write(learner, 4, send(5, "bob", "ann", "a new secret"));
      assertThat(found(reader))
          .extracting(MessageReader.Message::text)
          .containsExactly("a new secret", "an old secret");
    }
  }

  @Test
  void theIndexOfEverybodysWordsIsAskedForPlacesAndSingleWordsAlone() {
    SearchQuery query =
        new SearchQuery(
            List.of(
                new SearchQuery.Term("plain", false),
                new SearchQuery.Term("begins", true),
                new SearchQuery.Term("two words", false),
                new SearchQuery.Term("don't", false)));
    assertThat(SqlSearch.ofEverybody("place : (\"mine\")", query))
        .isEqualTo("place : (\"mine\") AND text : (\"plain\")");
    assertThat(
            SqlSearch.ofEverybody(
                "place : (\"mine\")",
                new SearchQuery(List.of(new SearchQuery.Term("begins", true)))))
        .isEqualTo("place : (\"mine\")");
  }

  private static List<MessageReader.Message> found(SqlChatReader reader) {
    return reader.search(name("bob"), SECRET, Optional.empty(), Long.MAX_VALUE, 10).rows();
  }

  private static void write(Store store, long first, Command... commands) {
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
            new Change.Apply(first + commands.length - 1)));
  }
}

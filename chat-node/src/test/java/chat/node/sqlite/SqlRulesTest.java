package chat.node.sqlite;

import static chat.node.chat.Commands.block;
import static chat.node.chat.Commands.mark;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.raise;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static chat.node.chat.GroupCommands.add;
import static chat.node.chat.GroupCommands.create;
import static chat.node.chat.GroupCommands.post;
import static chat.node.chat.GroupCommands.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.chat.Application;
import chat.node.chat.Command;
import chat.node.chat.Commands;
import chat.node.chat.InMemoryChatState;
import chat.node.chat.MessageReader.Change;
import chat.node.chat.Result;
import chat.node.chat.ResultPage;
import chat.node.chat.Rules;
import chat.node.host.StoreFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The version of the rules, and what version 2 keeps, in SQLite as in memory. */
class SqlRulesTest {
  @TempDir Path folder;

  @Test
  void aStateOfRulesThatThisProgramDoesNotKnowIsNotOpened() throws Exception {
    try (ChatDatabase database = new ChatDatabase(folder.resolve("chat.db"))) {
      database.execute("UPDATE rules SET version = 99");
      database.commit();
      assertThatThrownBy(() -> new SqlChatApplier(database.writer()))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("version 99")
          .hasMessageContaining("Start a version of the program");
    }
  }

  @Test
  void theHashIsThatOfTheVersionBeforeUntilTheRaise() throws Exception {
    try (ChatDatabase database = new ChatDatabase(folder.resolve("chat.db"));
        SqlChatReader reader = database.reader(1)) {
      database.apply(1, register(1, "ann"));
      String before = reader.stateHash().hex();
      database.execute("INSERT INTO refusals VALUES (7, 'BLOCKED', 'not hashed yet')");
      database.execute("UPDATE meta SET applied_index = 2");
      database.commit();
      assertThat(reader.stateHash().hex()).isEqualTo(before);
      database.apply(3, raise(2, Rules.NEWEST));
      String raised = reader.stateHash().hex();
      database.execute("DELETE FROM refusals");
      database.execute("UPDATE meta SET applied_index = 4");
      database.commit();
      assertThat(reader.stateHash().hex()).isNotEqualTo(raised);
    }
  }

  @Test
  void additionsBlocksRefusalsAndFormerMembersAreAsInMemory() throws Exception {
    List<Command> log = script();
    InMemoryChatState memory = new InMemoryChatState();
    Application application = new Application();
    try (ChatDatabase database = new ChatDatabase(folder.resolve("chat.db"));
        SqlChatReader reader = database.reader(1)) {
      for (int i = 0; i < log.size(); i++) {
        if (i % 5 == 0) {
          database.restart();
        }
        Result.Answer expected = application.apply(memory, i + 1, log.get(i));
        assertThat(database.apply(i + 1, log.get(i))).as("%s", log.get(i)).isEqualTo(expected);
      }
      assertThat(reader.rules()).isEqualTo(Rules.NEWEST);
      for (Command command : log) {
        assertThat(reader.request(command.scope(), command.stamp().requestId()))
            .isEqualTo(memory.request(command.scope(), command.stamp().requestId()));
      }
      for (String user : List.of("ann", "bob", "eve")) {
        assertThat(new SqlChatState(database.writer()).groups().additions(name(user)))
            .isEqualTo(memory.groups().additions(name(user)));
        assertThat(reader.changes(name(user), 0, Long.MAX_VALUE, 1000).rows())
            .isEqualTo(memory.changes(name(user), 0, Long.MAX_VALUE, 1000).rows());
      }
    }
  }

  @Test
  void whoIsRemovedIsStillToldWhatWasPostedBefore() throws Exception {
    try (ChatDatabase database = new ChatDatabase(folder.resolve("chat.db"));
        SqlChatReader reader = database.reader(1)) {
      List<Command> log =
          List.of(
              raise(1, Rules.NEWEST),
              register(2, "ann"),
              register(3, "bob"),
              create(4, "ann", "team", "bob"),
              post(5, "ann", 1, "before"),
              remove(6, "ann", 1, "bob"),
              post(7, "ann", 1, "between"),
              add(8, "ann", 1, "bob"),
              post(9, "ann", 1, "after"),
              remove(10, "ann", 1, "bob"),
              post(11, "ann", 1, "secret"));
      for (int i = 0; i < log.size(); i++) {
        database.apply(i + 1, log.get(i));
      }
      assertThat(texts(reader.changes(name("bob"), 4, 6, 10))).containsExactly("before");
      assertThat(texts(reader.changes(name("bob"), 4, 11, 10))).containsExactly("before", "after");
      assertThat(texts(reader.changes(name("bob"), 8, 9, 10))).containsExactly("after");
      assertThat(reader.messages(name("bob"), new chat.node.chat.GroupId(1), 0, 0, 10)).isEmpty();
    }
  }

  @Test
  void ofMembershipsThatEndedTheNewestFewAreKeptAsInMemory() throws Exception {
    List<Command> log = new ArrayList<>();
    log.add(raise(1, Rules.NEWEST));
    for (String user : List.of("ann", "bob", "eve")) {
      log.add(register(log.size() + 1, user));
    }
    log.add(create(log.size() + 1, "ann", "team", "bob", "eve"));
    for (int i = 0; i < 20; i++) {
      for (String user : i == 0 ? List.of("bob", "eve") : List.of("bob")) {
        log.add(post(log.size() + 1, "ann", 1, user + i));
        log.add(remove(log.size() + 1, "ann", 1, user));
        log.add(add(log.size() + 1, "ann", 1, user));
      }
    }
    InMemoryChatState memory = new InMemoryChatState();
    Application application = new Application();
    try (ChatDatabase database = new ChatDatabase(folder.resolve("chat.db"));
        SqlChatReader reader = database.reader(1)) {
      for (int i = 0; i < log.size(); i++) {
        application.apply(memory, i + 1, log.get(i));
        database.apply(i + 1, log.get(i));
      }
      assertThat(texts(reader.changes(name("bob"), 0, Long.MAX_VALUE, 1000)))
          .containsExactly("bob16", "bob17", "bob18", "bob19");
      // The bound is for one account in one group: nobody ends what another still hears.
      assertThat(texts(reader.changes(name("eve"), 0, Long.MAX_VALUE, 1000))).contains("eve0");
      for (String user : List.of("ann", "bob", "eve")) {
        assertThat(reader.changes(name(user), 0, Long.MAX_VALUE, 1000).rows())
            .isEqualTo(memory.changes(name(user), 0, Long.MAX_VALUE, 1000).rows());
      }
    }
  }

  private static List<String> texts(ResultPage<Change> changes) {
    List<String> texts = new ArrayList<>();
    for (Change change : changes) {
      if (change instanceof Change.Arrived arrived) {
        texts.add(arrived.message().text());
      }
    }
    return texts;
  }

  private static List<Command> script() {
    List<Command> log = new ArrayList<>();
    long id = 0;
    log.add(raise(++id, Rules.NEWEST));
    for (String user : List.of("ann", "bob", "eve")) {
      log.add(register(++id, user));
    }
    for (int i = 0; i < 12; i++) {
      log.add(create(++id, "eve", "trap", "bob"));
    }
    log.add(Commands.later(log.getLast(), 90));
    log.add(post(++id, "eve", 1, "one"));
    log.add(mark(++id, "bob", "#1", 1, 1));
    log.add(create(++id, "eve", "more", "bob"));
    log.add(send(++id, "eve", "bob", "hi"));
    log.add(send(++id, "eve", "nobody", "hi"));
    log.add(Commands.later(log.getLast(), 99));
    log.add(mark(++id, "bob", "bob:eve", 1, 1));
    log.add(remove(++id, "eve", 1, "bob"));
    log.add(post(++id, "eve", 1, "two"));
    log.add(add(++id, "eve", 1, "bob"));
    log.add(post(++id, "eve", 1, "three"));
    log.add(block(++id, "bob", "eve"));
    log.add(post(++id, "eve", 1, "four"));
    log.add(block(++id, "bob", "eve"));
    return log;
  }
}

package chat.node.sqlite;

import static chat.node.chat.Commands.name;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import chat.node.chat.Application;
import chat.node.chat.ChatReader;
import chat.node.chat.Command;
import chat.node.chat.Commands;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.InMemoryChatState;
import chat.node.chat.Refusal;
import chat.node.chat.SearchQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlChatStateTest {
  private static final List<AccountName> USERS =
      List.of(name("a"), name("b"), name("c"), name("d"), name("e"), name("nobody"));
  private static final int COMMANDS = 400;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theStateInSqliteAnswersAndHoldsWhatTheOneInMemoryDoes(long seed) throws Exception {
    InMemoryChatState memory = new InMemoryChatState();
    Application application = new Application();
    try (ChatDatabase database = new ChatDatabase(folder.resolve("chat.db"));
        SqlChatReader reader = database.reader(2)) {
      List<Command> commands = Commands.random(seed, COMMANDS);
      for (int i = 0; i < commands.size(); i++) {
        Command command = commands.get(i);
        long position = 2L * i + 1;
        if (i % 97 == 0) {
          database.restart();
        }
        assertThat(database.apply(position, command))
            .as("seed %d, command %d: %s", seed, i, command)
            .isEqualTo(application.apply(memory, position, command));
        memory.appliedThrough(position);
        if (i == COMMANDS / 2) {
          assertSame(reader, memory, commands.subList(0, i + 1));
        }
      }
      assertSame(reader, memory, commands);
    }
  }

  @Test
  void theSameLogGivesTheSameHashOnTwoReplicasAndAfterRestarts() throws Exception {
    List<Command> log = Commands.random(11, COMMANDS);
    String steady = hashAfter(folder.resolve("one.db"), log, COMMANDS);
    String restarted = hashAfter(folder.resolve("two.db"), log, 7);
    assertThat(restarted).isEqualTo(steady);
    assertThat(hashAfter(folder.resolve("three.db"), log.subList(0, COMMANDS / 2), 7))
        .isNotEqualTo(steady);
  }

  /** Applies the log, with the database closed and opened again after every so many commands. */
  private static String hashAfter(Path file, List<Command> log, int restartEvery)
      throws SQLException {
    for (int from = 0; from < log.size(); from += restartEvery) {
      try (ChatDatabase database = new ChatDatabase(file)) {
        for (int i = from; i < Math.min(log.size(), from + restartEvery); i++) {
          database.apply(i + 1, log.get(i));
        }
      }
    }
    try (ChatDatabase database = new ChatDatabase(file);
        SqlChatReader reader = database.reader(1)) {
      return reader.stateHash().hex();
    }
  }

  private static void assertSame(ChatReader sqlite, ChatReader memory, List<Command> commands) {
    assertThat(sqlite.appliedIndex()).isEqualTo(memory.appliedIndex());
    assertThat(sqlite.newestTimeMillis()).isEqualTo(memory.newestTimeMillis());
    assertThat(sqlite.accounts("*", "", 100)).isEqualTo(memory.accounts("*", "", 100));
    for (Command command : commands) {
      assertThat(sqlite.request(command.scope(), command.stamp().requestId()))
          .isEqualTo(memory.request(command.scope(), command.stamp().requestId()));
    }
    assertThat(sqlite.audit(Long.MAX_VALUE, 1000)).isEqualTo(memory.audit(Long.MAX_VALUE, 1000));
    for (int token = 0; token < 6; token++) {
      assertThat(sqlite.ownerOf(Commands.token(token)))
          .isEqualTo(memory.ownerOf(Commands.token(token)));
      assertThat(sqlite.session(Commands.token(token)))
          .isEqualTo(memory.session(Commands.token(token)));
    }
    for (AccountName user : USERS) {
      assertSameFor(user, sqlite, memory);
      for (AccountName other : USERS) {
        assertSameConversation(user, ConversationId.of(user, other), sqlite, memory);
      }
      for (long group = 1; group < 5; group++) {
        GroupId id = new GroupId(group);
        assertSameConversation(user, id, sqlite, memory);
        assertThat(sqlite.group(user, id)).isEqualTo(memory.group(user, id));
      }
    }
  }

  private static void assertSameFor(AccountName user, ChatReader sqlite, ChatReader memory) {
    long middle = memory.appliedIndex() / 2;
    assertThat(sqlite.account(user)).isEqualTo(memory.account(user));
    assertThat(sqlite.unreadCount(user)).isEqualTo(memory.unreadCount(user));
    assertThat(sqlite.sessions(user, 1000, 10)).isEqualTo(memory.sessions(user, 1000, 10));
    assertThat(sqlite.blocked(user)).isEqualTo(memory.blocked(user));
    assertThat(sqlite.peers(user, "", 10)).isEqualTo(memory.peers(user, "", 10));
    assertThat(sqlite.peers(user, "b", 2)).isEqualTo(memory.peers(user, "b", 2));
    for (int limit : new int[] {1, 3, 1000}) {
      assertThat(sqlite.inbox(user, 0, limit)).isEqualTo(memory.inbox(user, 0, limit));
      assertThat(sqlite.inbox(user, middle, limit)).isEqualTo(memory.inbox(user, middle, limit));
      assertThat(sqlite.conversations(user, Long.MAX_VALUE, limit))
          .isEqualTo(memory.conversations(user, Long.MAX_VALUE, limit));
      assertThat(sqlite.conversations(user, middle, limit))
          .isEqualTo(memory.conversations(user, middle, limit));
      assertThat(sqlite.groups(user, 1, limit)).isEqualTo(memory.groups(user, 1, limit));
      assertSameSearches(user, limit, sqlite, memory);
      assertThat(sqlite.changes(user, 0, Long.MAX_VALUE, limit))
          .isEqualTo(memory.changes(user, 0, Long.MAX_VALUE, limit));
      assertThat(sqlite.changes(user, middle / 2, middle, limit))
          .isEqualTo(memory.changes(user, middle / 2, middle, limit));
    }
  }

  private static void assertSameSearches(
      AccountName user, int limit, ChatReader sqlite, ChatReader memory) {
    for (String text : List.of("hi", "GRUSS", "grü* dich", "\"gruß dich\"", "日*", "fam*", "x*")) {
      SearchQuery query = query(text);
      for (Optional<ConversationId> within :
          List.of(
              Optional.<ConversationId>empty(),
              Optional.<ConversationId>of(ConversationId.of(user, name("a"))),
              Optional.<ConversationId>of(new GroupId(1)))) {
        assertThat(sqlite.search(user, query, within, Long.MAX_VALUE, limit))
            .as("%s searches %s in %s", user, text, within)
            .isEqualTo(memory.search(user, query, within, Long.MAX_VALUE, limit));
      }
    }
  }

  private static SearchQuery query(String text) {
    return switch (SearchQuery.read(text)) {
      case SearchQuery.Reading.Good(SearchQuery query) -> query;
      case SearchQuery.Reading.Bad(Refusal refusal) -> throw new AssertionError(refusal);
    };
  }

  private static void assertSameConversation(
      AccountName user, ConversationId conversation, ChatReader sqlite, ChatReader memory) {
    for (long after : new long[] {0, 4}) {
      for (long before : new long[] {0, 3, 8}) {
        for (int limit : new int[] {3, 1000}) {
          assertThat(sqlite.messages(user, conversation, after, before, limit))
              .isEqualTo(memory.messages(user, conversation, after, before, limit));
        }
      }
    }
  }
}

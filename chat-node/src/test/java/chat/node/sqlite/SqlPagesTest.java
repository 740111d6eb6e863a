package chat.node.sqlite;

import static chat.node.chat.Commands.delete;
import static chat.node.chat.Commands.mark;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import chat.node.chat.Application;
import chat.node.chat.ChatReader;
import chat.node.chat.Command;
import chat.node.chat.Commands;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupCommands;
import chat.node.chat.InMemoryChatState;
import chat.node.chat.MessageReader.Message;
import chat.node.chat.ReadLimits;
import chat.node.chat.ResultPage;
import chat.node.chat.SearchQuery;
import chat.node.chat.SearchQuery.Term;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages end at their bounds, and all pages together are the list. */
class SqlPagesTest {
  private static final ReadLimits TIGHT = new ReadLimits(1_000, 3, 4, 500, 5);

  @TempDir Path folder;
  private ChatDatabase database;
  private long position;

  @BeforeEach
  void open() throws Exception {
    database = new ChatDatabase(folder.resolve("chat.db"));
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void allPagesTogetherAreTheListHoweverTightTheBounds(long seed) throws Exception {
    InMemoryChatState memory = new InMemoryChatState();
    Application application = new Application();
    for (Command command : Commands.random(seed, 500)) {
      apply(command);
      application.apply(memory, position, command);
    }
    try (SqlChatReader tight = new SqlChatReader(database::openReader, 1, TIGHT)) {
      for (String user : List.of("a", "b", "c", "d", "e")) {
        assertSameInPages(name(user), tight, memory);
      }
    }
  }

  private static void assertSameInPages(AccountName user, ChatReader tight, ChatReader memory) {
    assertThat(allPages(next -> tight.inbox(user, next, 2), 0))
        .isEqualTo(memory.inbox(user, 0, 1_000).rows());
    assertThat(allPages(next -> tight.changes(user, next, Long.MAX_VALUE, 2), 0))
        .isEqualTo(memory.changes(user, 0, Long.MAX_VALUE, 10_000).rows());
    assertThat(allPages(next -> tight.groups(user, next, 2), 0))
        .isEqualTo(memory.groups(user, 0, 1_000).rows());
    assertThat(
            allPages(next -> tight.conversations(user, next, 2), Long.MAX_VALUE).stream()
                .map(ChatReader.Conversation::order))
        .isEqualTo(
            memory.conversations(user, Long.MAX_VALUE, 1_000).rows().stream()
                .map(ChatReader.Conversation::order)
                .toList());
    for (List<Term> terms :
        List.of(
            List.of(new Term("hi", false)),
            List.of(new Term("gr", true)),
            List.of(new Term("grüß dich", false)),
            List.of(new Term("a", false), new Term("b", true)))) {
      SearchQuery query = new SearchQuery(terms);
      assertThat(
              allPages(
                  next -> tight.search(user, query, Optional.empty(), next, 2), Long.MAX_VALUE))
          .as("%s searches %s", user, terms)
          .isEqualTo(memory.search(user, query, Optional.empty(), Long.MAX_VALUE, 1_000).rows());
    }
  }

  private static <T> List<T> allPages(LongFunction<ResultPage<T>> pages, long start) {
    List<T> all = new ArrayList<>();
    ResultPage<T> page = pages.apply(start);
    all.addAll(page.rows());
    while (page.more()) {
      page = pages.apply(page.next());
      all.addAll(page.rows());
    }
    return all;
  }

  @Test
  void aPageEndsAtItsBytesAndHoldsAtLeastOneRow() throws Exception {
    users("ann", "bob");
    apply(GroupCommands.create(10, "bob", "a group", "ann"));
    for (int i = 0; i < 4; i++) {
      apply(send(20 + i, "bob", "ann", "long ".repeat(100)));
      apply(GroupCommands.post(30 + i, "bob", 1, "long ".repeat(300)));
    }
    SearchQuery query = new SearchQuery(List.of(new Term("long", false)));
    try (SqlChatReader tight =
        new SqlChatReader(database::openReader, 1, new ReadLimits(1_300, 1_000, 1_000, 1, 5))) {
      AccountName ann = name("ann");
      assertThat(tight.inbox(ann, 0, 100).rows()).hasSize(1);
      assertThat(tight.inbox(ann, 0, 100).more()).isTrue();
      ConversationId pair = ConversationId.parse("ann:bob");
      assertThat(tight.messages(ann, pair, 0, 0, 100).rows())
          .extracting(Message::seq)
          .containsExactly(4L);
      assertThat(tight.messages(ann, pair, 1, 0, 100).rows())
          .extracting(Message::seq)
          .containsExactly(2L);
      assertThat(tight.messages(ann, pair, 1, 0, 100).more()).isTrue();
      assertThat(tight.search(ann, query, Optional.empty(), Long.MAX_VALUE, 100).rows()).hasSize(1);
      assertThat(tight.conversations(ann, Long.MAX_VALUE, 100).rows()).hasSize(1);
      assertThat(tight.changes(ann, 0, Long.MAX_VALUE, 100).more()).isTrue();
      assertThat(allPages(next -> tight.inbox(ann, next, 100), 0)).hasSize(8);
    }
  }

  @Test
  void aPageOfAConversationVisitsABoundedNumberOfDeletedMessagesAndTheListGoesOn()
      throws Exception {
    users("ann", "bob");
    int all = 12;
    for (int i = 0; i < all; i++) {
      apply(send(20 + i, "ann", "bob", "m"));
    }
    for (long seq = 2; seq < all; seq++) {
      apply(delete(40 + seq, "ann", "ann:bob", seq % 2 == 0, seq));
    }
    AccountName ann = name("ann");
    ConversationId pair = ConversationId.parse("ann:bob");
    try (SqlChatReader tight = new SqlChatReader(database::openReader, 1, TIGHT)) {
      ResultPage<Message> newest = tight.messages(ann, pair, 0, 0, 100);
      assertThat(newest.rows()).extracting(Message::seq).containsExactly((long) all);
      assertThat(newest.more()).isTrue();
      assertThat(newest.next()).as("3 seqs visited: 12, 11, 10").isEqualTo(10);
      ResultPage<Message> empty = tight.messages(ann, pair, 0, newest.next(), 100);
      assertThat(empty.rows()).isEmpty();
      assertThat(empty.more()).isTrue();
      assertThat(empty.next()).isEqualTo(7);
      assertThat(allPages(next -> tight.messages(ann, pair, 0, next, 100), 0))
          .extracting(Message::seq)
          .containsExactly(12L, 1L);
      assertThat(allPages(next -> tight.messages(ann, pair, next, 0, 100), 1))
          .extracting(Message::seq)
          .containsExactly(12L);
      assertThat(tight.messages(ann, pair, 1, 0, 100).next()).isEqualTo(4);
    }
  }

  @Test
  void aPairIsListedByItsLastActivityAlsoWhenNothingIsLeftToSee() throws Exception {
    users("ann", "bob", "cleo");
    apply(send(10, "ann", "bob", "a mistake"));
    apply(send(11, "cleo", "bob", "hello"));
    apply(delete(12, "ann", "ann:bob", true, 1L));
    try (SqlChatReader reader = database.reader(1)) {
      List<ChatReader.Conversation> listed =
          reader.conversations(name("bob"), Long.MAX_VALUE, 10).rows();
      assertThat(listed).extracting(ChatReader.Conversation::name).containsExactly("cleo", "ann");
      assertThat(listed.getLast().last()).isEmpty();
      assertThat(listed.getLast().unread()).isZero();
      assertThat(listed.getLast().lastSeq()).isOne();
    }
  }

  @Test
  void aMessageCannotStandInAnothersListByWhatItSays() throws Exception {
    users("ann", "bob", "cleo");
    apply(send(10, "bob", "cleo", "\uE000a1 \uE000g1 a1 g1 secret"));
    apply(send(11, "bob", "ann", "secret"));
    try (SqlChatReader reader = database.reader(1)) {
      SearchQuery query = new SearchQuery(List.of(new Term("secret", true)));
      assertThat(reader.search(name("ann"), query, Optional.empty(), Long.MAX_VALUE, 10).rows())
          .extracting(Message::text)
          .containsExactly("secret");
      assertThat(reader.search(name("cleo"), query, Optional.empty(), Long.MAX_VALUE, 10).rows())
          .extracting(Message::text)
          .containsExactly("\uE000a1 \uE000g1 a1 g1 secret");
    }
    assertThat(
            database
                .writer()
                .createStatement()
                .executeQuery(
                    "SELECT count(*) FROM words WHERE words MATCH '\"\uE000a1\"' AND rowid = 4")
                .getLong(1))
        .isZero();
  }

  @Test
  void marksAndDeletionsMoveTheCountersOfAGroup() throws Exception {
    users("ann", "bob");
    apply(GroupCommands.create(10, "bob", "a group", "ann"));
    for (int i = 0; i < 200; i++) {
      apply(GroupCommands.post(100 + i, i % 2 == 0 ? "bob" : "ann", 1, "text " + i));
    }
    try (SqlChatReader reader = database.reader(1)) {
      assertThat(reader.unreadCount(name("ann"))).isEqualTo(100);
      apply(mark(400, "ann", "#1", 0, 100));
      assertThat(reader.unreadCount(name("ann"))).isEqualTo(50);
      apply(delete(401, "bob", "#1", true, 1L, 101L, 102L));
      assertThat(reader.unreadCount(name("ann"))).isEqualTo(49);
      apply(delete(402, "ann", "#1", false, 103L, 104L, 199L));
      assertThat(reader.unreadCount(name("ann"))).isEqualTo(47);
      apply(delete(403, "bob", "#1", true, 103L, 199L));
      assertThat(reader.unreadCount(name("ann"))).isEqualTo(47);
      assertThat(reader.unreadCount(name("bob"))).isEqualTo(99);
    }
  }

  private void users(String... names) throws SQLException {
    for (String name : names) {
      apply(register(1_000 + position, name));
    }
  }

  private void apply(Command command) throws SQLException {
    database.apply(++position, command);
  }
}

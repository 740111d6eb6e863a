package chat.node.sqlite;

import static chat.node.chat.Commands.mark;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.chat.ChatReader;
import chat.node.chat.Command;
import chat.node.chat.Commands;
import chat.node.chat.ConversationId;
import chat.node.host.StoreFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlChatReaderTest {
  @TempDir Path folder;
  private ChatDatabase database;
  private SqlChatReader reader;
  private long position;

  @BeforeEach
  void open() throws Exception {
    database = new ChatDatabase(folder.resolve("chat.db"));
    reader = database.reader(2);
  }

  @AfterEach
  void close() throws Exception {
    reader.close();
    database.close();
  }

  @Test
  void starsAndQuestionMarksMatchAndNothingElseIsSpecial() throws Exception {
    register("ann", "anna", "bob", "b_b", "b-b", "hanna");
    assertThat(names("")).containsExactly("ann", "anna", "b-b", "b_b", "bob", "hanna");
    assertThat(names("ann*")).containsExactly("ann", "anna");
    assertThat(names("*ann?")).containsExactly("anna", "hanna");
    assertThat(names("b?b")).containsExactly("b-b", "b_b", "bob");
    assertThat(names("b_b")).containsExactly("b_b");
    assertThat(names("***n**a")).containsExactly("anna", "hanna");
    assertThat(names("[ab]*")).isEmpty();
    assertThat(names("b[_]b")).isEmpty();
    assertThat(names("%")).isEmpty();
    assertThat(names("'; DROP TABLE accounts; --")).isEmpty();
  }

  @Test
  void pagesOfNamesGoOnAfterTheLastOne() throws Exception {
    register("a", "b", "c");
    assertThat(reader.accounts("*", "a", 1).accounts())
        .extracting(a -> a.name().value())
        .containsExactly("b");
    assertThat(reader.accounts("*", "c", 1).accounts()).isEmpty();
  }

  @Test
  void anyTextComesBackAsItWasSent() throws Exception {
    register("ann", "bob");
    List<String> texts =
        List.of(
            "日本語", "👩‍👩‍👧", "e\u0301 is not é", "\0", "a\0b", "'\"; --", "\uFEFF\u202E\n\t ");
    for (String text : texts) {
      apply(send(100 + position, "ann", "bob", text));
    }
    assertThat(reader.messages(name("ann"), ConversationId.parse("ann:bob"), 0, 0, 100))
        .extracting(ChatReader.Message::text)
        .isEqualTo(texts);
  }

  @Test
  void aReceiptStandsAtThePositionOfItsLastChange() throws Exception {
    register("ann", "bob");
    apply(send(10, "ann", "bob", "1"));
    apply(mark(11, "bob", "ann:bob", 1, 0));
    apply(mark(12, "bob", "ann:bob", 0, 1));
    assertThat(reader.changes(name("ann"), 3, 4, 10)).isEmpty();
    assertThat(reader.changes(name("ann"), 3, 5, 10))
        .containsExactly(
            new ChatReader.Change.Receipt(ConversationId.parse("ann:bob"), name("bob"), 1, 1, 5));
    assertThat(reader.changes(name("bob"), 3, 5, 10)).isEmpty();
  }

  @Test
  void theHashIsThatOfTheStateAsItIs() throws Exception {
    register("ann", "bob");
    ChatReader.StateHash before = reader.stateHash();
    assertThat(reader.stateHash()).isEqualTo(before);
    apply(send(10, "ann", "bob", "1"));
    assertThat(reader.stateHash().appliedIndex()).isEqualTo(3);
    assertThat(reader.stateHash().hex()).isNotEqualTo(before.hex());
  }

  @Test
  void theHashTellsTextsApartBehindAZeroCharacter() throws Exception {
    register("ann");
    apply(send(10, "ann", "ann", "a\0b"));
    String before = reader.stateHash().hex();
    database.execute("UPDATE meta SET applied_index = 9");
    database.execute("UPDATE messages SET text = 'a' || char(0) || 'c'");
    database.commit();
    assertThat(reader.stateHash().hex()).isNotEqualTo(before);
  }

  @Test
  void theHashCoversEveryTableOfTheSchemaButTheStores() throws Exception {
    List<String> tables = new ArrayList<>();
    try (Connection connection = database.openReader();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                    + " 'sqlite_%'")) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    tables.removeAll(List.of("meta", "log", "flyway_schema_history"));
    tables.removeIf(table -> table.startsWith("words"));
    tables.removeAll(SqlChatHash.DERIVED);
    List<String> hashed = new ArrayList<>(SqlChatHash.TABLES);
    hashed.addAll(SqlChatHash.SINCE_RULES_2);
    assertThat(hashed).containsExactlyInAnyOrderElementsOf(tables);
  }

  @Test
  void everyQuestionAboutMessagesAndSessionsFindsItsRowsByAnIndex() throws Exception {
    for (String sql :
        List.of(
            SqlChatMessages.AFTER,
            SqlChatMessages.NEWEST_BEFORE,
            SqlInbox.PAIR_KEYS,
            SqlInbox.UNREAD_GROUPS,
            SqlInbox.GROUP,
            SqlCounters.UNREAD_IN_GROUPS,
            SqlCounters.UNREAD_OF_PAIRS,
            SqlConversations.PAIRS,
            SqlConversations.GROUPS,
            SqlGroups.OF_ACCOUNT,
            SqlGroups.LISTENERS,
            SqlChatAccounts.MATCHING,
            SqlChanges.SENT_KEYS,
            SqlChanges.SENT,
            SqlChanges.RECEIVED_KEYS,
            SqlChanges.RECEIVED,
            SqlChanges.GROUP_MESSAGE_KEYS,
            SqlChanges.GROUP_MESSAGES,
            SqlChanges.RECEIPT_KEYS,
            SqlChanges.RECEIPTS,
            SqlChanges.GROUP_RECEIPT_KEYS,
            SqlChanges.GROUP_RECEIPTS,
            SqlChanges.OWN_DELETION_KEYS,
            SqlChanges.OWN_DELETIONS,
            SqlChanges.PEERS_DELETION_KEYS,
            SqlChanges.PEERS_DELETIONS,
            SqlChanges.GROUP_DELETION_KEYS,
            SqlChanges.GROUP_DELETIONS,
            SqlChanges.LEFT_GROUP_KEYS,
            SqlChanges.ACCOUNT_DELETION_KEYS,
            SqlChanges.ACTIVE_GROUPS,
            SqlChanges.CHANGED_GROUPS,
            SqlChanges.LEFT_GROUPS,
            SqlChanges.PEER_ACCOUNT_DELETIONS,
            SqlChatSessions.BY_TOKEN,
            SqlChatSessions.BY_ID)) {
      assertThat(plan(sql))
          .as(sql)
          .filteredOn(step -> !step.equals("SCAN (subquery-1)")) // Of rows found by an index.
          .noneMatch(step -> step.contains("SCAN") || step.contains("B-TREE"));
    }
    assertThat(plan(SqlInbox.PAIRS))
        .noneMatch(step -> step.contains("SCAN") && !step.contains("SCAN u"));
    for (String sql : List.of(SqlSearch.BY_WORDS, SqlSearch.CANDIDATES)) {
      assertThat(plan(sql))
          .noneMatch(step -> step.contains("B-TREE"))
          .noneMatch(step -> step.contains("SCAN") && !step.contains("SCAN w VIRTUAL"));
    }
  }

  @Test
  void ofFormerMembershipsAStreamReadsThoseAloneThatEndedAfterItsCursor() throws Exception {
    assertThat(plan(SqlChanges.ACTIVE_GROUPS))
        .anyMatch(
            step ->
                step.contains("former_members_by_end")
                    && step.contains("account=? AND left_position>?"));
  }

  @Test
  void aQuestionSeesOneStateAndTheNextOneTheNewest() throws Exception {
    register("ann");
    assertThat(reader.appliedIndex()).isEqualTo(1);
    register("bob");
    assertThat(reader.appliedIndex()).isEqualTo(2);
    assertThat(reader.account(name("bob"))).isPresent();
  }

  @Test
  void noMoreConnectionsThanTheLimitAreOpened() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    SqlChatConnections.Opener counting =
        () -> {
          opened.incrementAndGet();
          return database.openReader();
        };
    CountDownLatch done = new CountDownLatch(8);
    try (SqlChatReader bounded = new SqlChatReader(counting, 2)) {
      for (int i = 0; i < 8; i++) {
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int n = 0; n < 50; n++) {
                    bounded.appliedIndex();
                  }
                  done.countDown();
                });
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(opened.get()).isBetween(1, 2);
  }

  @Test
  void aClosedReaderAnswersNothing() {
    reader.close();
    assertThatThrownBy(reader::appliedIndex).isInstanceOf(StoreFailure.class);
  }

  @Test
  void aFailedQuestionGivesItsPlaceBack() throws Exception {
    try (SqlChatReader one =
        new SqlChatReader(
            () -> {
              throw new SQLException("no disk");
            },
            1)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(one::appliedIndex).hasRootCauseMessage("no disk");
      }
    }
  }

  private List<String> plan(String sql) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Connection connection = database.openReader();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      while (row.next()) {
        steps.add(row.getString("detail"));
      }
    }
    assertThat(steps).isNotEmpty();
    return steps;
  }

  private List<String> names(String pattern) {
    return reader.accounts(pattern, "", 100).accounts().stream()
        .map(a -> a.name().value())
        .toList();
  }

  private void register(String... names) throws SQLException {
    for (String name : names) {
      apply(Commands.register(1000 + position, name));
    }
  }

  private void apply(Command command) throws SQLException {
    database.apply(++position, command);
  }
}

package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.Commands;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.MessageReader.Change;
import chat.node.chat.MessageReader.Conversation;
import chat.node.chat.MessageReader.Message;
import chat.node.chat.ResultPage;
import chat.node.chat.SearchQuery;
import chat.node.chat.SearchQuery.Term;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.sqlite.SQLiteConfig;

/**
 * Asks everything of a large state, in a process whose heap is small. For each call it prints a
 * line: its name, rows, bytes of text, bytes allocated, microseconds.
 */
final class WorstStateReads {
  private static final int ROWS = 500;
  private static final AccountName ME = new AccountName(LargeState.ME);

  private final ChatReader reader;

  private WorstStateReads(ChatReader reader) {
    this.reader = reader;
  }

  public static void main(String[] args) throws Exception {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    String url = Database.url(Path.of(args[0]));
    try (SqlChatReader reader =
        new SqlChatReader(() -> DriverManager.getConnection(url, config.toProperties()), 1)) {
      WorstStateReads reads = new WorstStateReads(reader);
      for (int round = 0; round < 2; round++) {
        reads.pages();
        reads.others();
      }
    }
  }

  private void pages() {
    pages("inbox", next -> reader.inbox(ME, next, ROWS), 0, Message::text);
    pages(
        "changes", next -> reader.changes(ME, next, Long.MAX_VALUE, 256), 0, WorstStateReads::text);
    pages(
        "conversations",
        next -> reader.conversations(ME, next, ROWS),
        Long.MAX_VALUE,
        WorstStateReads::text);
    pages("groups", next -> reader.groups(ME, next, ROWS), 0, _ -> "");
    for (SearchQuery query :
        List.of(
            query(new Term("word", false)),
            query(new Term("w", true)),
            query(new Term("word common", false)),
            query(new Term("absent", false)),
            query(new Term("absent", true)),
            query(new Term("common word", false)))) {
      pages(
          "search " + query.terms().getFirst().toString().replace(' ', '_'),
          next -> reader.search(ME, query, Optional.empty(), next, ROWS),
          Long.MAX_VALUE,
          Message::text);
    }
  }

  private static SearchQuery query(Term term) {
    return new SearchQuery(List.of(term));
  }

  private static String text(Change change) {
    return change instanceof Change.Arrived(Message message) ? message.text() : "";
  }

  private static String text(Conversation conversation) {
    return conversation.last().map(Message::text).orElse("");
  }

  private void others() {
    ConversationId pair = ConversationId.of(ME, new AccountName("p000001"));
    GroupId group = new GroupId(1);
    page("messages of a pair", () -> reader.messages(ME, pair, 0, 0, ROWS));
    page("messages of a group", () -> reader.messages(ME, group, 0, 0, ROWS));
    page("messages of a group after", () -> reader.messages(ME, group, 1, 0, ROWS));
    one("unread count", () -> reader.unreadCount(ME));
    one("group", () -> reader.group(ME, group));
    rows("users", () -> reader.accounts("*", "", ROWS).accounts());
    rows("users without a match", () -> reader.accounts("*z*", "", ROWS).accounts());
    rows("listeners", () -> reader.listeners(group, Long.MAX_VALUE));
    rows("groups left", () -> reader.groupsLeft(ME, 7));
    rows("sessions", () -> reader.sessions(ME, 0, ROWS));
    rows("blocked", () -> reader.blocked(ME));
    rows("peers", () -> reader.peers(ME, "", ROWS));
    rows("audit", () -> reader.audit(Long.MAX_VALUE, ROWS));
    one("account", () -> reader.account(ME));
    one("session", () -> reader.session(Commands.token(1)));
    one("owner", () -> reader.ownerOf(Commands.token(1)));
    one("request", () -> reader.request(ME, Commands.id(1)));
    one("applied", reader::appliedIndex);
    one("newest time", reader::newestTimeMillis);
  }

  private void page(String name, Supplier<ResultPage<Message>> call) {
    pages(name, _ -> call.get(), 0, Message::text);
  }

  private void rows(String name, Supplier<? extends Collection<?>> call) {
    measured(name, call, Collection::size, _ -> 0);
  }

  private void one(String name, Supplier<?> call) {
    measured(name, call, _ -> 1, _ -> 0);
  }

  /** All pages, of which the costliest is told. A list that is one page is asked for once. */
  private <T> void pages(
      String name, LongFunction<ResultPage<T>> pages, long start, Function<T, String> text) {
    long next = start;
    boolean more = true;
    while (more) {
      long from = next;
      ResultPage<T> page =
          measured(
              name,
              () -> pages.apply(from),
              found -> found.rows().size(),
              found -> found.rows().stream().mapToLong(row -> text.apply(row).length()).sum());
      more = page.more() && page.next() != 0;
      next = page.next();
    }
  }

  private static <T> T measured(
      String name, Supplier<T> call, ToLongFunction<T> rows, ToLongFunction<T> bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long began = System.nanoTime();
    T answer = call.get();
    long micros = (System.nanoTime() - began) / 1_000;
    System.out.printf(
        "%s\t%d\t%d\t%d\t%d%n",
        name,
        rows.applyAsLong(answer),
        bytes.applyAsLong(answer),
        threads.getCurrentThreadAllocatedBytes() - allocated,
        micros);
    return answer;
  }
}

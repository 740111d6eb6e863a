package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.SearchQuery;
import chat.node.chat.SearchQuery.Term;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;

/**
 * What a read costs doesn't grow with what the account or others wrote: counted in steps of
 * SQLite's machine, at 1, 10 and 100 times the data.
 */
class FlatReadsTest {
  private static final AccountName ME = new AccountName(LargeState.ME);
  private static final int STEPS = 10;

  @TempDir Path folder;

  @Test
  void aReadTakesAsManyStepsAtAHundredTimesTheData() throws Exception {
    Map<String, Long> one = steps(1);
    Map<String, Long> ten = steps(10);
    Map<String, Long> hundred = steps(100);
    one.forEach(
        (name, steps) -> {
          System.out.printf(
              "flat: %s takes %d, %d, %d steps%n", name, steps, ten.get(name), hundred.get(name));
          assertThat(steps).as(name).isPositive();
          assertThat(ten.get(name)).as(name).isLessThan(2 * steps + 1_000);
          assertThat(hundred.get(name)).as(name).isLessThan(2 * steps + 1_000);
        });
  }

  private Map<String, Long> steps(int times) throws Exception {
    Path file = folder.resolve("times-" + times + ".db");
    new LargeState(1, 1_000 * times, 100, 60 * times, 1_000 * times, 10).make(file);
    AtomicLong steps = new AtomicLong();
    Map<String, Long> counted = new LinkedHashMap<>();
    try (ChatDatabase database = new ChatDatabase(file);
        Connection connection = database.openReader();
        SqlChatReader reader = new SqlChatReader(() -> connection, 1)) {
      for (Map.Entry<String, Runnable> read : reads(reader).entrySet()) {
        read.getValue().run(); // Prepares the statements, which takes steps, too.
        count(connection, steps);
        steps.set(0);
        read.getValue().run();
        counted.put(read.getKey(), steps.get());
      }
    }
    return counted;
  }

  /** Takes the place of the brake that the reader put on the connection when it opened it. */
  private static void count(Connection connection, AtomicLong steps) throws SQLException {
    ProgressHandler.setHandler(
        connection,
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            steps.addAndGet(STEPS);
            return 0;
          }
        });
  }

  private static Map<String, Runnable> reads(ChatReader reader) {
    Map<String, Runnable> reads = new LinkedHashMap<>();
    reads.put("unread count", () -> reader.unreadCount(ME));
    reads.put("conversations", () -> reader.conversations(ME, Long.MAX_VALUE, 50));
    reads.put("changes from the start", () -> reader.changes(ME, 0, Long.MAX_VALUE, 50));
    reads.put("changes of late", () -> reader.changes(ME, 199_999_999, Long.MAX_VALUE, 50));
    reads.put("inbox of late", () -> reader.inbox(ME, 199_999_999, 50));
    AccountName stranger = new AccountName("p000102");
    for (Term term :
        List.of(new Term("a", true), new Term("common", false), new Term("common a1", false))) {
      reads.put(
          "search of one without messages: " + term,
          () ->
              reader.search(
                  stranger, new SearchQuery(List.of(term)), Optional.empty(), Long.MAX_VALUE, 50));
    }
    return reads;
  }
}

package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.CommandCost;
import chat.node.chat.Commands;
import chat.node.chat.GroupCommand;
import chat.node.chat.GroupId;
import chat.node.chat.MessageCommand;
import chat.node.chat.Result;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that commands change in the worst state for them. A row that a later command takes away is
 * paid by the command that brought it; so costs are compared over all that made the state.
 */
@SuppressWarnings("NullAway.Init")
class DearCommandsTest {
  private static final AccountName ANN = Commands.name("ann");
  private static final List<AccountName> OTHERS =
      IntStream.range(0, 99).mapToObj(i -> Commands.name("user" + i)).toList();
  private static final List<Long> HUNDRED = LongStream.rangeClosed(1, 100).boxed().toList();

  @TempDir Path folder;
  private ChatDatabase database;
  private long position;
  private long rows;
  private long cost;

  @BeforeEach
  void open() throws Exception {
    database = new ChatDatabase(folder.resolve("chat.db"));
    apply(Commands.register(next(), "ann"));
    for (AccountName other : OTHERS) {
      apply(Commands.register(next(), other.value()));
    }
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Test
  void marking_ten_thousand_messages_is_paid_by_their_sends() throws Exception {
    for (int i = 1; i <= 10_000; i++) {
      apply(Commands.send(next(), "ann", "user0", "hi"));
    }
    assertThat(apply(Commands.mark(next(), "user0", "ann:user0", 0, 10_000)))
        .isBetween(10_000L, 10_010L);
    assertPaid();
  }

  @Test
  void deleting_for_everyone_what_all_had_hidden_is_paid_by_those_who_hid_it() throws Exception {
    apply(new GroupCommand.Create(Commands.stamp(next()), ANN, "all", OTHERS));
    GroupId group = new GroupId(1);
    for (long seq : HUNDRED) {
      apply(new GroupCommand.Post(Commands.stamp(next()), ANN, group, "post " + seq));
    }
    for (AccountName other : OTHERS) {
      apply(new MessageCommand.Delete(Commands.stamp(next()), other, group, HUNDRED, false));
    }
    long rows = apply(new MessageCommand.Delete(Commands.stamp(next()), ANN, group, HUNDRED, true));
    assertThat(rows).isBetween(10_000L, 12_000L);
    assertPaid();
  }

  private void assertPaid() {
    System.out.printf("dear: %d rows, %d units of cost%n", rows, cost);
    assertThat(rows).isLessThan(18 * cost); // A short message: 13, and 2 for merges of its words.
  }

  /** The number of rows that it changed. */
  private long apply(Command command) throws SQLException {
    long before = database.changes();
    Result.Answer answer = database.apply(position, command);
    assertThat(answer.outcome()).isNotInstanceOf(Result.Outcome.Rejected.class);
    long changed = database.changes() - before;
    rows += changed;
    cost += CommandCost.of(command);
    return changed;
  }

  private long next() {
    return ++position;
  }
}

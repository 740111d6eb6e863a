package chat.node.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommandCostTest {
  private static final AccountName ANN = new AccountName("ann");

  @Test
  void a_short_message_is_the_unit_and_a_long_one_costs_by_its_bytes() {
    assertThat(CommandCost.of(Commands.send(1, "ann", "bob", "hi"))).isEqualTo(1);
    assertThat(CommandCost.of(Commands.send(1, "ann", "bob", "x".repeat(16 * 1024)))).isEqualTo(17);
  }

  @Test
  void a_group_of_a_hundred_costs_as_much_as_seventy_sends() {
    List<AccountName> members =
        IntStream.range(0, 99).mapToObj(i -> new AccountName("user" + i)).toList();
    assertThat(CommandCost.of(new GroupCommand.Create(Commands.stamp(1), ANN, "group", members)))
        .isEqualTo(76);
  }

  @Test
  void a_deletion_costs_by_its_messages_and_for_everyone_by_the_longest_texts() {
    assertThat(CommandCost.of(deletion(true))).isEqualTo(2_501);
    assertThat(CommandCost.of(deletion(false))).isEqualTo(21);
  }

  @Test
  void deleting_an_account_costs_as_much_as_leaving_all_groups_that_it_may_be_in() {
    assertThat(CommandCost.of(new AccountCommand.DeleteAccount(Commands.stamp(1), ANN)))
        .isEqualTo(GroupLimits.DEFAULTS.groupsPerAccount());
  }

  private static MessageCommand.Delete deletion(boolean forEveryone) {
    return new MessageCommand.Delete(
        Commands.stamp(1),
        ANN,
        ConversationId.parse("ann:bob"),
        LongStream.rangeClosed(1, 100).boxed().toList(),
        forEveryone);
  }
}

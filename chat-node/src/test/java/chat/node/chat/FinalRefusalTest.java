package chat.node.chat;

import static chat.node.chat.Commands.block;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.raise;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static chat.node.chat.Commands.unblock;
import static chat.node.chat.GroupCommands.add;
import static chat.node.chat.GroupCommands.create;
import static chat.node.chat.GroupCommands.leave;
import static chat.node.chat.GroupCommands.remove;
import static chat.node.chat.GroupCommands.rename;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Result.Answer;
import chat.node.chat.Result.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was told "no" stays so: a first attempt that arrives after its retry changes nothing. */
class FinalRefusalTest {
  private final InMemoryChatState state = new InMemoryChatState();
  private final Application application =
      new Application(new MailboxLimits(2, 2, 4, 1), new GroupLimits(2, 2, 2, 1), Rules.NEWEST);
  private long position;
  private long id = 100;

  @BeforeEach
  void threeUsersAndAGroupByTheNewestRules() {
    apply(raise(++id, Rules.NEWEST));
    for (String user : List.of("ann", "bob", "cyn")) {
      apply(register(++id, user));
    }
    apply(create(++id, "ann", "team", "bob"));
  }

  @Test
  void aFullMailbox() {
    apply(send(++id, "ann", "bob", "1"));
    apply(send(++id, "ann", "bob", "2"));
    Answer refused = refused(send(1, "ann", "bob", "3"), Refusal.Reason.MAILBOX_FULL);
    apply(Commands.mark(++id, "bob", "ann:bob", 2, 2));
    assertReplayed(send(1, "ann", "bob", "3"), refused);
    assertThat(apply(send(++id, "ann", "bob", "3")).outcome())
        .isInstanceOf(MessageOutcome.Sent.class);
  }

  @Test
  void aBlock() {
    apply(block(++id, "bob", "ann"));
    Answer refused = refused(send(1, "ann", "bob", "hi"), Refusal.Reason.BLOCKED);
    apply(unblock(++id, "bob", "ann"));
    assertReplayed(send(1, "ann", "bob", "hi"), refused);
  }

  @Test
  void aFullGroupAndOneWithoutARight() {
    Answer full = refused(add(1, "ann", 1, "cyn"), Refusal.Reason.GROUP_FULL);
    Answer notOwner = refused(rename(2, "bob", 1, "x"), Refusal.Reason.NOT_OWNER);
    apply(leave(++id, "ann", 1));
    assertReplayed(add(1, "ann", 1, "cyn"), full);
    assertReplayed(rename(2, "bob", 1, "x"), notOwner);
  }

  @Test
  void aUserWhoIsNotThereYet() {
    Answer refused = refused(send(1, "ann", "dan", "hi"), Refusal.Reason.USER_NOT_FOUND);
    apply(register(++id, "dan"));
    assertReplayed(send(1, "ann", "dan", "hi"), refused);
  }

  @Test
  void aRefusedIdIsNoOthers() {
    refused(send(1, "ann", "dan", "hi"), Refusal.Reason.USER_NOT_FOUND);
    refused(send(1, "ann", "bob", "other"), Refusal.Reason.REQUEST_ID_REUSED);
  }

  @Test
  void whatWasAsAskedIsNotDoneLater() {
    Answer there = apply(add(1, "ann", 1, "bob"));
    apply(remove(++id, "ann", 1, "bob"));
    assertReplayed(add(1, "ann", 1, "bob"), there);
    Answer out = apply(remove(2, "ann", 1, "cyn"));
    apply(add(++id, "ann", 1, "cyn"));
    assertReplayed(remove(2, "ann", 1, "cyn"), out);
    Answer named = apply(rename(3, "ann", 1, "team"));
    apply(rename(++id, "ann", 1, "ours"));
    assertReplayed(rename(3, "ann", 1, "team"), named);
    Answer unblocked = apply(unblock(4, "ann", "bob"));
    apply(block(++id, "ann", "bob"));
    assertReplayed(unblock(4, "ann", "bob"), unblocked);
    Answer blocked = apply(block(5, "ann", "bob"));
    apply(unblock(++id, "ann", "bob"));
    assertReplayed(block(5, "ann", "bob"), blocked);
    assertThat(state.blocks(name("ann"), name("bob"))).isFalse();
  }

  @Test
  void aStrangerLeavesNothingInSomebodysAccount() {
    refused(register(1, "ann"), Refusal.Reason.NAME_TAKEN);
    assertThat(state.request(name("ann"), register(1, "ann").stamp().requestId())).isEmpty();
  }

  @Test
  void aRefusalIsNotAudited() {
    int before = state.audit(Long.MAX_VALUE, 100).size();
    refused(Commands.revoke(1, "ann", 3), Refusal.Reason.SESSION_NOT_FOUND);
    assertThat(state.audit(Long.MAX_VALUE, 100)).hasSize(before);
  }

  private Answer refused(Command command, Refusal.Reason reason) {
    Answer answer = apply(command);
    assertThat(answer.outcome())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              assertThat(rejected.refusal().reason()).isEqualTo(reason);
              assertThat(rejected.isFinal()).isTrue();
            });
    return answer;
  }

  private void assertReplayed(Command late, Answer first) {
    String before = state.stateHash().hex();
    assertThat(apply(late))
        .isEqualTo(new Answer(first.position(), first.timeMillis(), true, first.outcome()));
    assertThat(state.stateHash().hex()).isEqualTo(before);
  }

  private Answer apply(Command command) {
    return application.apply(state, ++position, command);
  }
}

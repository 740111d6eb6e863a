package chat.node.chat;

import static chat.node.chat.Commands.block;
import static chat.node.chat.Commands.mark;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.raise;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static chat.node.chat.GroupCommands.add;
import static chat.node.chat.GroupCommands.create;
import static chat.node.chat.GroupCommands.leave;
import static chat.node.chat.GroupCommands.post;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Result.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One user uses up neither the groups nor the mailbox of another. */
class AdditionsTest {
  private static final GroupLimits LIMITS = GroupLimits.DEFAULTS;
  private final InMemoryChatState state = new InMemoryChatState();
  private final Application application = new Application();
  private long position;
  private long id;

  @BeforeEach
  void usersByTheNewestRules() {
    apply(raise(++id, Rules.NEWEST));
    for (String user : List.of("eve", "vic", "pal", "mob0", "mob1", "mob2", "mob3", "mob4")) {
      apply(register(++id, user));
    }
  }

  @Test
  void oneHostileUserTakesTenPlacesAndNoneThatTheVictimNeeds() {
    int added = 0;
    for (int i = 0; i < LIMITS.groupsPerAccount(); i++) {
      added += apply(create(++id, "eve", "trap", "vic")) instanceof GroupOutcome.Created ? 1 : 0;
    }
    assertThat(added).isEqualTo(LIMITS.addedPerAdder());
    assertRefused(create(++id, "eve", "trap", "vic"), Refusal.Reason.TOO_MANY_GROUPS);
    for (int i = 0; i < LIMITS.groupsPerAccount(); i++) {
      assertThat(apply(create(++id, "vic", "own"))).isInstanceOf(GroupOutcome.Created.class);
    }
    assertRefused(create(++id, "vic", "own"), Refusal.Reason.TOO_MANY_GROUPS);
  }

  @Test
  void aFriendStillAddsWhereOneHostileUserDid() {
    fill("eve", LIMITS.addedPerAdder());
    assertThat(apply(create(++id, "pal", "friends", "vic")))
        .isInstanceOf(GroupOutcome.Created.class);
  }

  @Test
  void manyHostileUsersTakeTheSharedPlacesAndTheOwnStay() {
    for (int mob = 0; mob < 5; mob++) {
      fill("mob" + mob, LIMITS.addedPerAdder());
    }
    assertRefused(create(++id, "pal", "friends", "vic"), Refusal.Reason.TOO_MANY_GROUPS);
    assertThat(apply(create(++id, "vic", "own"))).isInstanceOf(GroupOutcome.Created.class);
    apply(block(++id, "vic", "mob0"));
    assertThat(apply(create(++id, "pal", "friends", "vic")))
        .isInstanceOf(GroupOutcome.Created.class);
  }

  @Test
  void leavingFreesThePlaceAtOnce() {
    fill("eve", LIMITS.addedPerAdder());
    apply(leave(++id, "vic", 1));
    assertThat(apply(create(++id, "eve", "again", "vic"))).isInstanceOf(GroupOutcome.Created.class);
    assertRefused(create(++id, "eve", "again", "vic"), Refusal.Reason.TOO_MANY_GROUPS);
  }

  @Test
  void blockingEndsWhatWasNotAcceptedAndKeepsTheRest() {
    fill("eve", 3);
    apply(post(++id, "vic", 2, "I am in"));
    apply(block(++id, "vic", "eve"));
    assertThat(state.groups().groupsOf(name("vic"))).containsExactly(new GroupId(2));
    assertRefused(create(++id, "eve", "trap", "vic"), Refusal.Reason.BLOCKED);
    assertRefused(add(++id, "eve", 1, "vic"), Refusal.Reason.BLOCKED);
  }

  @Test
  void whoReadsOrWritesThereHasAccepted() {
    fill("eve", LIMITS.addedPerAdder());
    apply(post(++id, "eve", 1, "hi"));
    apply(mark(++id, "vic", "#1", 1, 0));
    assertRefused(create(++id, "eve", "more", "vic"), Refusal.Reason.TOO_MANY_GROUPS);
    apply(mark(++id, "vic", "#1", 1, 1));
    assertThat(apply(create(++id, "eve", "more", "vic"))).isInstanceOf(GroupOutcome.Created.class);
    apply(post(++id, "vic", 2, "hello"));
    assertThat(apply(create(++id, "eve", "more", "vic"))).isInstanceOf(GroupOutcome.Created.class);
  }

  @Test
  void oneSenderFillsOneConversation() {
    Application small =
        new Application(new MailboxLimits(3, 3, 4, 1), GroupLimits.DEFAULTS, Rules.NEWEST);
    for (int i = 0; i < 3; i++) {
      apply(small, send(++id, "eve", "vic", "spam"));
    }
    assertThat(apply(small, send(++id, "eve", "vic", "spam"))).isInstanceOf(Outcome.Rejected.class);
    assertThat(apply(small, send(++id, "pal", "vic", "1"))).isInstanceOf(MessageOutcome.Sent.class);
    // All together hold four now: who has one waiting has what is assured.
    assertThat(apply(small, send(++id, "pal", "vic", "2"))).isInstanceOf(Outcome.Rejected.class);
    assertThat(apply(small, send(++id, "mob0", "vic", "1")))
        .isInstanceOf(MessageOutcome.Sent.class);
    apply(small, mark(++id, "vic", "eve:vic", 3, 3));
    assertThat(apply(small, send(++id, "pal", "vic", "2"))).isInstanceOf(MessageOutcome.Sent.class);
  }

  private void fill(String by, int groups) {
    for (int i = 0; i < groups; i++) {
      assertThat(apply(create(++id, by, "trap", "vic"))).isInstanceOf(GroupOutcome.Created.class);
    }
  }

  private void assertRefused(Command command, Refusal.Reason reason) {
    assertThat(apply(command))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.refusal().reason()).isEqualTo(reason));
  }

  private Outcome apply(Command command) {
    return apply(application, command);
  }

  private Outcome apply(Application by, Command command) {
    return by.apply(state, ++position, command).outcome();
  }
}

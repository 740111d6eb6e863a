package chat.node.chat;

import static chat.node.chat.Commands.delete;
import static chat.node.chat.Commands.mark;
import static chat.node.chat.Commands.markHidden;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static chat.node.chat.GroupCommands.add;
import static chat.node.chat.GroupCommands.create;
import static chat.node.chat.GroupCommands.leave;
import static chat.node.chat.GroupCommands.post;
import static chat.node.chat.GroupCommands.remove;
import static chat.node.chat.GroupCommands.rename;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.MessageReader.Change;
import chat.node.chat.Result.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupRulesTest {
  private static final GroupId GROUP = new GroupId(1);
  private final InMemoryChatState state = new InMemoryChatState();
  private final Application application =
      new Application(MailboxLimits.DEFAULTS, new GroupLimits(3, 2, 50, 10), Rules.NEWEST);
  private long position;
  private long id;

  @BeforeEach
  void annHasAGroupWithBob() {
    for (String user : List.of("ann", "bob", "cyn", "dan")) {
      apply(register(++id, user));
    }
    apply(create(++id, "ann", "team", "bob"));
  }

  @Test
  void whoMakesAGroupOwnsIt() {
    assertThat(state.group(name("bob"), GROUP))
        .get()
        .satisfies(
            view -> {
              assertThat(view.group().name()).isEqualTo("team");
              assertThat(view.members())
                  .extracting(m -> m.name() + " " + m.owner())
                  .containsExactly("ann true", "bob false");
            });
  }

  @Test
  void groupsAreNumberedInTheOrderInWhichTheyAreMade() {
    assertThat(outcome(create(++id, "cyn", "team"))).isEqualTo(created(2));
    apply(leave(++id, "cyn", 2));
    assertThat(outcome(create(++id, "cyn", "team"))).isEqualTo(created(3));
  }

  @Test
  void onlyTheOwnerRenamesAddsAndRemoves() {
    assertRefused(rename(++id, "bob", 1, "mine"), Refusal.Reason.NOT_OWNER);
    assertRefused(add(++id, "bob", 1, "cyn"), Refusal.Reason.NOT_OWNER);
    assertRefused(remove(++id, "bob", 1, "ann"), Refusal.Reason.NOT_OWNER);
    assertThat(outcome(rename(++id, "ann", 1, "ours"))).isEqualTo(changed());
    assertThat(state.group(name("bob"), GROUP).orElseThrow().group().name()).isEqualTo("ours");
  }

  @Test
  void aGroupIsNobodyElses() {
    assertRefused(post(++id, "cyn", 1, "hi"), Refusal.Reason.CONVERSATION_NOT_FOUND);
    assertRefused(rename(++id, "cyn", 1, "x"), Refusal.Reason.CONVERSATION_NOT_FOUND);
    assertRefused(leave(++id, "cyn", 1), Refusal.Reason.CONVERSATION_NOT_FOUND);
    assertRefused(mark(++id, "cyn", "#1", 0, 0), Refusal.Reason.CONVERSATION_NOT_FOUND);
    assertRefused(delete(++id, "cyn", "#1", false, 1L), Refusal.Reason.CONVERSATION_NOT_FOUND);
    assertRefused(post(++id, "ann", 9, "hi"), Refusal.Reason.CONVERSATION_NOT_FOUND);
    assertThat(state.group(name("cyn"), GROUP)).isEmpty();
  }

  @Test
  void aNewMemberSeesWhatIsSentFromJoiningOn() {
    apply(post(++id, "ann", 1, "before"));
    apply(add(++id, "ann", 1, "cyn"));
    apply(post(++id, "bob", 1, "after"));
    assertThat(texts("cyn")).containsExactly("after");
    assertThat(texts("ann")).containsExactly("before", "after");
    assertRefused(delete(++id, "cyn", "#1", false, 1L), Refusal.Reason.MESSAGE_NOT_FOUND);
  }

  @Test
  void whoLeftSeesNothingAndIsToldOnce() {
    apply(post(++id, "ann", 1, "hi"));
    apply(leave(++id, "bob", 1));
    apply(post(++id, "ann", 1, "alone"));
    assertThat(texts("bob")).isEmpty();
    assertThat(state.unreadCount(name("bob"))).isZero();
    assertThat(state.changes(name("bob"), 0, position, 10))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isInstanceOfSatisfying(
                        Change.Arrived.class,
                        arrived -> assertThat(arrived.message().text()).isEqualTo("hi")),
            second -> assertThat(second).isInstanceOf(Change.GroupLeft.class));
  }

  @Test
  void whoComesBackSeesOnlyWhatIsSentAfterThat() {
    apply(post(++id, "ann", 1, "one"));
    apply(remove(++id, "ann", 1, "bob"));
    apply(post(++id, "ann", 1, "two"));
    apply(add(++id, "ann", 1, "bob"));
    apply(post(++id, "ann", 1, "three"));
    assertThat(texts("bob")).containsExactly("three");
  }

  @Test
  void whereTheOwnerLeavesTheEldestMemberFollows() {
    apply(add(++id, "ann", 1, "cyn"));
    apply(leave(++id, "ann", 1));
    assertThat(state.group(name("cyn"), GROUP).orElseThrow().members())
        .extracting(m -> m.name() + " " + m.owner())
        .containsExactly("bob true", "cyn false");
    assertThat(outcome(add(++id, "bob", 1, "ann"))).isEqualTo(changed());
  }

  @Test
  void anOwnerWhoDeletesTheAccountLeaves() {
    apply(new AccountCommand.DeleteAccount(Commands.stamp(++id, "gone"), name("ann")));
    assertThat(state.group(name("bob"), GROUP).orElseThrow().members())
        .extracting(m -> m.name() + " " + m.owner())
        .containsExactly("bob true");
  }

  @Test
  void aGroupAndAnAccountHaveTheirLimits() {
    apply(add(++id, "ann", 1, "cyn"));
    assertRefused(add(++id, "ann", 1, "dan"), Refusal.Reason.GROUP_FULL);
    assertRefused(create(++id, "dan", "all", "ann", "bob", "cyn"), Refusal.Reason.GROUP_FULL);
    apply(create(++id, "cyn", "second"));
    assertRefused(create(++id, "cyn", "third"), Refusal.Reason.TOO_MANY_GROUPS);
    assertRefused(create(++id, "dan", "third", "cyn"), Refusal.Reason.TOO_MANY_GROUPS);
  }

  @Test
  void nobodyWhoBlocksTheOwnerIsAdded() {
    apply(new AccountCommand.Block(Commands.stamp(++id, "block"), name("cyn"), name("ann")));
    assertRefused(add(++id, "ann", 1, "cyn"), Refusal.Reason.BLOCKED);
    assertRefused(add(++id, "ann", 1, "nobody"), Refusal.Reason.USER_NOT_FOUND);
  }

  @Test
  void whatIsSoAlreadyChangesNothing() {
    assertThat(outcome(add(++id, "ann", 1, "bob"))).isEqualTo(changed());
    assertThat(outcome(remove(++id, "ann", 1, "cyn"))).isEqualTo(changed());
    assertThat(outcome(rename(++id, "ann", 1, "team"))).isEqualTo(changed());
    assertThat(state.changes(name("bob"), position - 3, position, 10)).isEmpty();
  }

  @Test
  void everyGroupCommandIsRepeatedWithItsFirstAnswer() {
    List<Command> commands =
        List.of(
            create(++id, "cyn", "second", "dan"),
            rename(++id, "cyn", 2, "other"),
            add(++id, "cyn", 2, "bob"),
            post(++id, "cyn", 2, "hi"),
            delete(++id, "cyn", "#2", true, 1L),
            remove(++id, "cyn", 2, "bob"),
            leave(++id, "cyn", 2));
    List<Outcome> first = commands.stream().map(this::outcome).toList();
    for (int i = 0; i < commands.size(); i++) {
      Result.Answer again = apply(commands.get(i));
      assertThat(again.replayed()).isTrue();
      assertThat(again.outcome()).isEqualTo(first.get(i));
    }
  }

  @Test
  void aMessageIsDeliveredAndReadOnceAllOthersWhoWereThereMarkedIt() {
    apply(add(++id, "ann", 1, "cyn"));
    apply(post(++id, "ann", 1, "hi"));
    apply(mark(++id, "bob", "#1", 0, 1));
    assertThat(newest("ann")).extracting("delivered", "read").containsExactly(false, false);
    assertThat(newest("bob")).extracting("delivered", "read").containsExactly(true, true);
    apply(mark(++id, "cyn", "#1", 1, 0));
    assertThat(newest("ann")).extracting("delivered", "read").containsExactly(true, false);
    apply(remove(++id, "ann", 1, "cyn"));
    assertThat(newest("ann")).extracting("delivered", "read").containsExactly(true, true);
  }

  @Test
  void theOthersHearAReceiptAndTheUnreadCountFalls() {
    apply(post(++id, "ann", 1, "1"));
    apply(post(++id, "ann", 1, "2"));
    assertThat(state.unreadCount(name("bob"))).isEqualTo(2);
    assertThat(state.unreadCount(name("ann"))).isZero();
    apply(mark(++id, "bob", "#1", 0, 1));
    assertThat(state.unreadCount(name("bob"))).isEqualTo(1);
    assertThat(state.changes(name("ann"), position - 1, position, 10))
        .containsExactly(new Change.Receipt(GROUP, name("bob"), 1, 1, position));
  }

  @Test
  void readingThatIsHiddenLooksLikeDelivery() {
    apply(send(++id, "ann", "bob", "1"));
    apply(send(++id, "ann", "bob", "2"));
    apply(markHidden(++id, "bob", "ann:bob", 2));
    assertThat(state.unreadCount(name("bob"))).isZero();
    assertThat(state.changes(name("ann"), position - 1, position, 10))
        .containsExactly(new Change.Receipt(PairId.parse("ann:bob"), name("bob"), 2, 0, position));
    apply(mark(++id, "bob", "ann:bob", 0, 1));
    assertThat(state.messages(name("ann"), PairId.parse("ann:bob"), 0, 0, 10))
        .extracting(MessageReader.Message::read)
        .containsExactly(true, false);
  }

  @Test
  void hiddenReadingOfWhatWasDeliveredIsTellingNobody() {
    apply(send(++id, "ann", "bob", "1"));
    apply(mark(++id, "bob", "ann:bob", 1, 0));
    apply(markHidden(++id, "bob", "ann:bob", 1));
    assertThat(state.changes(name("ann"), position - 1, position, 10)).isEmpty();
  }

  @Test
  void aMessageDeletedForEveryoneIsGoneAndItsSeqIsNeverGivenAgain() {
    apply(send(++id, "ann", "bob", "secret"));
    assertThat(outcome(delete(++id, "ann", "ann:bob", true, 1L)))
        .isEqualTo(new MessageOutcome.Deleted(1));
    assertThat(state.messages(name("bob"), PairId.parse("ann:bob"), 0, 0, 10)).isEmpty();
    assertThat(state.unreadCount(name("bob"))).isZero();
    assertThat(found("bob", "secret")).isEmpty();
    assertThat(outcome(send(++id, "ann", "bob", "next")))
        .isEqualTo(new MessageOutcome.Sent(PairId.parse("ann:bob"), 2));
    assertThat(state.changes(name("bob"), position - 2, position - 1, 10))
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Deleted.class,
            change -> assertThat(change.deletion().seqs()).containsExactly(1L));
  }

  @Test
  void aMessageDeletedForOneselfIsThereForTheOther() {
    apply(send(++id, "ann", "bob", "hi"));
    apply(delete(++id, "bob", "ann:bob", false, 1L));
    assertThat(found("bob", "hi")).isEmpty();
    assertThat(found("ann", "hi")).hasSize(1);
    assertThat(state.changes(name("ann"), position - 1, position, 10)).isEmpty();
    assertThat(outcome(delete(++id, "bob", "ann:bob", false, 1L)))
        .isEqualTo(new MessageOutcome.Deleted(0));
  }

  @Test
  void onlyTheSenderAndAGroupsOwnerDeleteForEveryone() {
    apply(send(++id, "ann", "bob", "hi"));
    assertRefused(delete(++id, "bob", "ann:bob", true, 1L), Refusal.Reason.NOT_SENDER);
    apply(post(++id, "ann", 1, "from ann"));
    apply(post(++id, "bob", 1, "from bob"));
    assertRefused(delete(++id, "bob", "#1", true, 1L), Refusal.Reason.NOT_SENDER);
    assertThat(outcome(delete(++id, "ann", "#1", true, 1L, 2L)))
        .isEqualTo(new MessageOutcome.Deleted(2));
    assertRefused(delete(++id, "ann", "#1", true, 3L), Refusal.Reason.MESSAGE_NOT_FOUND);
  }

  @Test
  void allChangesOfOnePositionComeTogether() {
    apply(create(++id, "ann", "second", "bob"));
    apply(send(++id, "ann", "bob", "hi"));
    apply(new AccountCommand.DeleteAccount(Commands.stamp(++id, "gone"), name("ann")));
    assertThat(state.changes(name("bob"), position - 1, position, 1)).hasSize(3);
  }

  private List<String> texts(String viewer) {
    return state.messages(name(viewer), GROUP, 0, 0, 10).rows().stream()
        .map(MessageReader.Message::text)
        .toList();
  }

  private MessageReader.Message newest(String viewer) {
    return state.messages(name(viewer), GROUP, 0, 0, 1).rows().getFirst();
  }

  private List<MessageReader.Message> found(String by, String word) {
    SearchQuery query = new SearchQuery(List.of(new SearchQuery.Term(word, false)));
    return state.search(name(by), query, Optional.empty(), Long.MAX_VALUE, 10).rows();
  }

  private Result.Answer apply(Command command) {
    return application.apply(state, ++position, command);
  }

  private Outcome outcome(Command command) {
    return apply(command).outcome();
  }

  private void assertRefused(Command command, Refusal.Reason reason) {
    assertThat(outcome(command))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.refusal().reason()).isEqualTo(reason));
  }

  private static Outcome created(long group) {
    return new GroupOutcome.Created(new GroupId(group));
  }

  private static Outcome changed() {
    return new GroupOutcome.Changed(GROUP);
  }
}

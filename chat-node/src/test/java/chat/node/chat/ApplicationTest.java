package chat.node.chat;

import static chat.node.chat.Commands.later;
import static chat.node.chat.Commands.mark;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.open;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.renew;
import static chat.node.chat.Commands.send;
import static chat.node.chat.Commands.token;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Result.Answer;
import chat.node.chat.Result.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  private static final int MAILBOX = 3;
  private final InMemoryChatState state = new InMemoryChatState();
  private final Application application =
      new Application(mailbox(MAILBOX), GroupLimits.DEFAULTS, Rules.NEWEST);
  private long position;

  /** Full with so many messages, of one or of all. */
  static MailboxLimits mailbox(long unread) {
    return new MailboxLimits(unread, unread, Long.MAX_VALUE, unread);
  }

  @BeforeEach
  void annAndBobAreHere() {
    apply(register(1, "ann"));
    apply(register(2, "bob"));
  }

  @Test
  void aNewNameIsRegisteredAndKeepsItsHash() {
    assertThat(outcome(register(3, "eve"))).isEqualTo(new AccountOutcome.Registered());
    assertThat(state.account(name("eve")))
        .contains(new ChatReader.Account(name("eve"), "$argon2id$of-eve", 1003, 3, false));
  }

  @Test
  void aNameIsGivenOnce() {
    assertRefused(register(3, "ann"), Refusal.Reason.NAME_TAKEN);
  }

  @Test
  void seqsOfAConversationHaveNoGapsWhoeverWrites() {
    assertThat(outcome(send(3, "ann", "bob", "hi"))).isEqualTo(sent("ann:bob", 1));
    assertThat(outcome(send(4, "bob", "ann", "ho"))).isEqualTo(sent("ann:bob", 2));
    assertThat(outcome(send(5, "ann", "ann", "me"))).isEqualTo(sent("ann:ann", 1));
    assertThat(outcome(send(6, "ann", "bob", "hu"))).isEqualTo(sent("ann:bob", 3));
  }

  @Test
  void aRefusalLeavesNoGap() {
    apply(send(3, "ann", "bob", "1"));
    assertRefused(send(4, "ann", "nobody", "2"), Refusal.Reason.USER_NOT_FOUND);
    assertThat(outcome(send(4, "ann", "bob", "2"))).isEqualTo(sent("ann:bob", 2));
  }

  @Test
  void anUnknownSenderIsRefused() {
    assertRefused(send(3, "nobody", "ann", "boo"), Refusal.Reason.USER_NOT_FOUND);
  }

  @Test
  void anAnswerSaysThePositionAndTheTimeOfItsEntry() {
    assertThat(application.apply(state, 77, send(3, "ann", "bob", "hi")))
        .isEqualTo(new Answer(77, 1003, false, sent("ann:bob", 1)));
  }

  @Test
  void aRepeatedRequestGetsTheFirstAnswerAndHasNoSecondEffect() {
    Answer first = apply(send(3, "ann", "bob", "hi"));
    apply(send(4, "bob", "ann", "ho"));
    Answer again = apply(later(send(3, "ann", "bob", "hi"), 90));
    assertThat(again)
        .isEqualTo(new Answer(first.position(), first.timeMillis(), true, first.outcome()));
    assertThat(state.messages(name("ann"), ConversationId.parse("ann:bob"), 0, 0, 10)).hasSize(2);
  }

  @Test
  void everyKindOfCommandIsRepeatedWithItsFirstAnswer() {
    List<Command> commands =
        List.of(
            register(3, "eve"),
            open(4, "eve", 1, 9000),
            send(5, "eve", "ann", "x"),
            mark(6, "ann", "ann:eve", 1, 0));
    List<Answer> first = commands.stream().map(this::apply).toList();
    apply(mark(7, "ann", "ann:eve", 1, 1));
    for (int i = 0; i < commands.size(); i++) {
      Answer again = apply(commands.get(i));
      assertThat(again.replayed()).isTrue();
      assertThat(again.outcome()).isEqualTo(first.get(i).outcome());
      assertThat(again.position()).isEqualTo(first.get(i).position());
    }
  }

  @Test
  void anIdReusedForAnotherRequestIsRefusedAndTheFirstAnswerStays() {
    apply(send(3, "ann", "bob", "hi"));
    assertRefused(send(3, "ann", "bob", "other"), Refusal.Reason.REQUEST_ID_REUSED);
    assertThat(apply(send(3, "ann", "bob", "hi")).replayed()).isTrue();
  }

  @Test
  void theSameIdInTwoScopesIsTwoRequests() {
    apply(send(3, "ann", "bob", "hi"));
    assertThat(outcome(send(3, "bob", "ann", "hi"))).isEqualTo(sent("ann:bob", 2));
  }

  @Test
  void aRefusedRequestIsJudgedAnew() {
    assertRefused(send(3, "ann", "eve", "hi"), Refusal.Reason.USER_NOT_FOUND);
    apply(register(4, "eve"));
    assertThat(apply(send(3, "ann", "eve", "hi")))
        .matches(answer -> !answer.replayed())
        .extracting(Answer::outcome)
        .isEqualTo(sent("ann:eve", 1));
  }

  @Test
  void aFullMailboxRefusesUntilSomethingIsReadButStillRepeatsAnswers() {
    for (int i = 0; i < MAILBOX; i++) {
      apply(send(10 + i, "ann", "bob", "m" + i));
    }
    assertRefused(send(20, "ann", "bob", "one more"), Refusal.Reason.MAILBOX_FULL);
    assertThat(apply(send(10, "ann", "bob", "m0")).replayed()).isTrue();
    apply(mark(21, "bob", "ann:bob", 0, 1));
    assertThat(outcome(send(20, "ann", "bob", "one more"))).isEqualTo(sent("ann:bob", 4));
  }

  @Test
  void marksOnlyRiseAndReadImpliesDelivered() {
    for (int i = 0; i < 3; i++) {
      apply(send(10 + i, "ann", "bob", "m" + i));
    }
    assertThat(outcome(mark(20, "bob", "ann:bob", 0, 2)))
        .isEqualTo(new MessageOutcome.Marked(2, 2));
    assertThat(outcome(mark(21, "bob", "ann:bob", 3, 0)))
        .isEqualTo(new MessageOutcome.Marked(3, 2));
    assertThat(outcome(mark(22, "bob", "ann:bob", 1, 1)))
        .isEqualTo(new MessageOutcome.Marked(3, 2));
    assertThat(state.messages().marks(ConversationId.parse("ann:bob"), name("ann")))
        .isEqualTo(MessageState.Marks.NONE);
  }

  @Test
  void nothingBeyondTheEndCanBeMarked() {
    apply(send(3, "ann", "bob", "hi"));
    assertRefused(mark(4, "bob", "ann:bob", 2, 0), Refusal.Reason.SEQ_BEYOND_END);
    assertRefused(mark(4, "bob", "ann:bob", 0, 2), Refusal.Reason.SEQ_BEYOND_END);
  }

  @Test
  void nobodyMarksAConversationThatIsNotTheirsOrNotThere() {
    apply(register(3, "eve"));
    apply(send(4, "ann", "bob", "hi"));
    assertRefused(mark(5, "eve", "ann:bob", 1, 0), Refusal.Reason.CONVERSATION_NOT_FOUND);
    assertRefused(mark(5, "eve", "ann:eve", 1, 0), Refusal.Reason.CONVERSATION_NOT_FOUND);
  }

  @Test
  void aMessageToOneselfIsUnreadUntilMarked() {
    apply(send(3, "ann", "ann", "note"));
    assertThat(state.inbox(name("ann"), 0, 10)).hasSize(1);
    apply(mark(4, "ann", "ann:ann", 0, 1));
    assertThat(state.inbox(name("ann"), 0, 10)).isEmpty();
  }

  @Test
  void aSessionIsOpenedUnderTheClientsToken() {
    assertThat(outcome(open(3, "ann", 1, 5000)))
        .isEqualTo(new AccountOutcome.SessionOpened(token(1).sessionId(), 5000));
    assertThat(outcome(open(4, "ann", 1, 4000)))
        .isEqualTo(new AccountOutcome.SessionOpened(token(1).sessionId(), 5000));
    assertRefused(open(5, "bob", 1, 5000), Refusal.Reason.INVALID_TOKEN);
    assertRefused(open(6, "nobody", 2, 5000), Refusal.Reason.USER_NOT_FOUND);
  }

  @Test
  void loggingInForgetsTheSessionsThatWereOverLongAgo() {
    long kept = AccountRules.EXPIRED_KEPT.toMillis();
    apply(open(3, "ann", 1, 2000));
    apply(open(4, "ann", 2, 2001));
    apply(later(open(5, "ann", 3, kept + 9000), kept + 1000));
    assertThat(state.ownerOf(token(1))).isEmpty();
    assertThat(state.ownerOf(token(2))).contains(name("ann"));
  }

  @Test
  void aRenewalMovesAnExpiryNeverBack() {
    apply(open(3, "ann", 1, 2000));
    assertThat(outcome(renew(4, "ann", 1, 3000)))
        .isEqualTo(new AccountOutcome.SessionRenewed(3000));
    assertThat(outcome(renew(5, "ann", 1, 2500)))
        .isEqualTo(new AccountOutcome.SessionRenewed(3000));
    assertRefused(renew(6, "bob", 1, 4000), Refusal.Reason.SESSION_INVALID);
    assertRefused(renew(7, "ann", 2, 4000), Refusal.Reason.SESSION_INVALID);
    assertRefused(later(renew(8, "ann", 1, 9000), 2000), Refusal.Reason.SESSION_INVALID);
  }

  @Test
  void theNewestTimeIsThatOfTheNewestCommandRefusedOrNot() {
    apply(later(send(3, "ann", "nobody", "hi"), 50));
    apply(send(4, "ann", "bob", "hi"));
    assertThat(state.newestTimeMillis()).isEqualTo(1050);
  }

  @Test
  void inEveryHistoryARequestHasOneEffectAndOneAnswerForEver() {
    for (long seed = 0; seed < 50; seed++) {
      InMemoryChatState fresh = new InMemoryChatState();
      Map<ConversationId, Long> seqs = new HashMap<>();
      Map<List<Object>, Answer> kept = new HashMap<>();
      List<Command> commands = Commands.random(seed, 300);
      for (int i = 0; i < commands.size(); i++) {
        Command command = commands.get(i);
        List<Object> request = List.of(command.scope(), command.stamp().requestId());
        Optional<Answer> first = Optional.ofNullable(kept.get(request));
        Answer answer = new Application().apply(fresh, i + 1, command);
        if (answer.replayed()) {
          assertThat(first).as("seed %d, command %d", seed, i).isPresent();
          assertThat(answer.outcome()).isEqualTo(first.orElseThrow().outcome());
          assertThat(answer.position()).isEqualTo(first.orElseThrow().position());
        } else if (answer.outcome() instanceof MessageOutcome.Sent sent) {
          assertThat(first).as("seed %d, command %d", seed, i).isEmpty();
          assertThat(seqs.merge(sent.conversation(), 1L, Long::sum)).isEqualTo(sent.seq());
        }
        if (first.isEmpty()
            && fresh.request(command.scope(), command.stamp().requestId()).isPresent()) {
          kept.put(request, answer);
        }
      }
    }
  }

  private Answer apply(Command command) {
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

  private static Outcome sent(String conversation, long seq) {
    return new MessageOutcome.Sent(PairId.parse(conversation), seq);
  }
}

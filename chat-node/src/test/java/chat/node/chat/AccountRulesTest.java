package chat.node.chat;

import static chat.node.chat.Commands.block;
import static chat.node.chat.Commands.changePassword;
import static chat.node.chat.Commands.delete;
import static chat.node.chat.Commands.logout;
import static chat.node.chat.Commands.mark;
import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.open;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.renew;
import static chat.node.chat.Commands.revoke;
import static chat.node.chat.Commands.send;
import static chat.node.chat.Commands.stamp;
import static chat.node.chat.Commands.token;
import static chat.node.chat.Commands.unblock;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.Result.Answer;
import chat.node.chat.Result.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountRulesTest {
  private static final long FAR = 1_000_000;
  private static final Outcome DONE = new AccountOutcome.Done();

  private final InMemoryChatState state = new InMemoryChatState();
  private final Application application = new Application();
  private long position;
  private long id = 100;

  @BeforeEach
  void annHasThreeSessionsAndBobOne() {
    apply(register(1, "ann"));
    apply(register(2, "bob"));
    for (int session = 1; session <= 3; session++) {
      apply(open(2 + session, "ann", session, FAR));
    }
    apply(open(6, "bob", 4, FAR));
  }

  @Test
  void loggingOutEndsThatSessionAlone() {
    assertThat(outcome(logout(++id, "ann", 1, false))).isEqualTo(DONE);
    assertThat(holding()).containsExactly(2, 3, 4);
  }

  @Test
  void loggingOutEverywhereEndsAllOfTheAccountAndNobodyElses() {
    assertThat(outcome(logout(++id, "ann", 1, true))).isEqualTo(DONE);
    assertThat(holding()).containsExactly(4);
  }

  @Test
  void aLogoutIsAnsweredAgainAndNotDoneAgain() {
    Answer first = apply(logout(50, "ann", 1, true));
    apply(open(51, "ann", 5, FAR));
    Answer again = apply(logout(50, "ann", 1, true));
    assertThat(again.replayed()).isTrue();
    assertThat(again.position()).isEqualTo(first.position());
    assertThat(state.session(token(5))).isPresent();
  }

  @Test
  void whoseSessionItWasStaysKnownAfterItEnded() {
    apply(logout(++id, "ann", 1, false));
    assertThat(state.session(token(1))).isEmpty();
    assertThat(state.ownerOf(token(1))).contains(name("ann"));
    assertThat(state.ownerOf(token(9))).isEmpty();
  }

  @Test
  void aSessionThatEndedIsNeitherRenewedNorOpenedAgain() {
    apply(logout(++id, "ann", 1, false));
    assertRefused(renew(++id, "ann", 1, 2 * FAR), Refusal.Reason.SESSION_INVALID);
    assertRefused(open(++id, "ann", 1, 2 * FAR), Refusal.Reason.INVALID_TOKEN);
    assertRefused(logout(++id, "ann", 1, false), Refusal.Reason.SESSION_INVALID);
    assertThat(holding()).containsExactly(2, 3, 4);
  }

  @Test
  void nobodyLogsAnotherOut() {
    assertRefused(logout(++id, "bob", 1, false), Refusal.Reason.SESSION_INVALID);
    assertRefused(revoke(++id, "bob", 1), Refusal.Reason.SESSION_NOT_FOUND);
    assertThat(holding()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aSessionIsRevokedByItsHandle() {
    assertThat(outcome(revoke(++id, "ann", 2))).isEqualTo(DONE);
    assertThat(holding()).containsExactly(1, 3, 4);
    assertRefused(revoke(++id, "ann", 2), Refusal.Reason.SESSION_NOT_FOUND);
  }

  @Test
  void anotherPasswordLeavesSessionsAloneUnlessToldNotTo() {
    assertThat(outcome(changePassword(++id, "ann", 1, 1, false))).isEqualTo(DONE);
    assertThat(holding()).containsExactly(1, 2, 3, 4);
    assertThat(state.account(name("ann")))
        .get()
        .satisfies(
            account -> {
              assertThat(account.passwordHash()).isEqualTo("$argon2id$of-ann-" + id);
              assertThat(account.passwordPosition()).isEqualTo(position);
            });
    assertThat(outcome(changePassword(++id, "ann", 1, position, true))).isEqualTo(DONE);
    assertThat(holding()).containsExactly(1, 4);
  }

  @Test
  void aSessionThatStayedWhereOthersEndedCanBeEndedLater() {
    apply(changePassword(++id, "ann", 1, 1, true));
    apply(logout(++id, "ann", 1, true));
    assertThat(holding()).containsExactly(4);
  }

  @Test
  void whatWasVerifiedAgainstAnOldPasswordIsRefused() {
    apply(changePassword(++id, "ann", 1, 1, true));
    assertRefused(changePassword(++id, "ann", 1, 1, false), Refusal.Reason.WRONG_CREDENTIALS);
    assertRefused(openAgainst(1), Refusal.Reason.WRONG_CREDENTIALS);
    assertThat(outcome(openAgainst(position - 2))).isInstanceOf(AccountOutcome.SessionOpened.class);
  }

  private OpenSession openAgainst(long passwordPosition) {
    return new OpenSession(
        stamp(++id, "open"), name("ann"), token(id), "a test", FAR, passwordPosition);
  }

  @Test
  void sessionsAreListedNewestFirstWithTheirLastUse() {
    apply(renew(500, "ann", 2, 2 * FAR));
    assertThat(state.sessions(name("ann"), 0, 10))
        .extracting(ChatReader.Session::token)
        .containsExactly(token(3), token(2), token(1));
    assertThat(state.sessions(name("ann"), 0, 10))
        .extracting(ChatReader.Session::usedMillis)
        .containsExactly(1005L, 1500L, 1003L);
    assertThat(state.sessions(name("ann"), FAR, 10)).hasSize(1);
  }

  @Test
  void aDeletedAccountIsGoneAndItsNameIsNot() {
    assertThat(outcome(delete(++id, "ann"))).isEqualTo(DONE);
    assertThat(holding()).containsExactly(4);
    assertRefused(register(++id, "ann"), Refusal.Reason.NAME_TAKEN);
    assertRefused(open(++id, "ann", 9, FAR), Refusal.Reason.WRONG_CREDENTIALS);
    assertRefused(send(++id, "ann", "bob", "boo"), Refusal.Reason.SESSION_INVALID);
    assertRefused(send(++id, "bob", "ann", "hi?"), Refusal.Reason.USER_DELETED);
    assertThat(state.accounts("*", "", 10).accounts())
        .extracting(ChatReader.Account::name)
        .containsExactly(name("bob"));
    assertThat(state.account(name("ann"))).get().extracting("passwordHash").isEqualTo("");
  }

  @Test
  void whatADeletedAccountSentRemainsAndWhatWaitsForItIsUndeliverable() {
    apply(send(++id, "ann", "bob", "from ann"));
    apply(send(++id, "bob", "ann", "seen"));
    apply(mark(++id, "ann", "ann:bob", 2, 0));
    apply(send(++id, "bob", "ann", "never seen"));
    apply(delete(++id, "ann"));
    assertThat(state.messages(name("ann"), ConversationId.parse("ann:bob"), 0, 0, 10))
        .extracting(m -> m.text() + " " + m.undeliverable())
        .containsExactly("from ann false", "seen false", "never seen true");
    assertThat(state.changes(name("bob"), position - 1, position, 10))
        .containsExactly(
            new ChatReader.Change.PeerDeleted(
                ConversationId.parse("ann:bob"), name("ann"), 2, 1, 1000 + id, position));
  }

  @Test
  void aDeletionIsAnsweredAgain() {
    apply(delete(50, "ann"));
    assertThat(apply(delete(50, "ann"))).matches(Answer::replayed);
  }

  @Test
  void neitherWritesToTheOtherWhileOneBlocks() {
    assertThat(outcome(block(++id, "ann", "bob"))).isEqualTo(DONE);
    assertRefused(send(++id, "bob", "ann", "hi"), Refusal.Reason.BLOCKED);
    assertRefused(send(++id, "ann", "bob", "hi"), Refusal.Reason.BLOCKED);
    assertThat(state.blocked(name("ann")))
        .extracting(ChatReader.Blocked::name)
        .containsExactly(name("bob"));
    assertThat(state.blocked(name("bob"))).isEmpty();
    assertThat(outcome(unblock(++id, "ann", "bob"))).isEqualTo(DONE);
    assertThat(outcome(send(++id, "bob", "ann", "hi"))).isInstanceOf(MessageOutcome.Sent.class);
  }

  @Test
  void blockingWhatCannotBeBlockedIsRefusedAndBlockingTwiceIsNot() {
    assertRefused(block(++id, "ann", "nobody"), Refusal.Reason.USER_NOT_FOUND);
    assertRefused(block(++id, "ann", "ann"), Refusal.Reason.INVALID_ARGUMENT);
    apply(block(++id, "ann", "bob"));
    assertThat(outcome(block(++id, "ann", "bob"))).isEqualTo(DONE);
    assertRefused(unblock(++id, "ann", "nobody"), Refusal.Reason.USER_NOT_FOUND);
    assertThat(outcome(unblock(++id, "bob", "ann"))).isEqualTo(DONE);
  }

  @Test
  void soManyAreBlockedAndNoMore() {
    for (int i = 0; i < Limits.BLOCKED_PER_ACCOUNT; i++) {
      apply(register(++id, "u" + i));
      apply(block(++id, "ann", "u" + i));
    }
    assertRefused(block(++id, "ann", "bob"), Refusal.Reason.TOO_MANY_BLOCKED);
    apply(unblock(++id, "ann", "u7"));
    assertThat(outcome(block(++id, "ann", "bob"))).isEqualTo(DONE);
  }

  @Test
  void theAuditLogTellsOfAccountsAndTheClusterOnceEachAndOfNoMessages() {
    apply(send(++id, "ann", "bob", "private"));
    apply(block(++id, "ann", "bob"));
    apply(revoke(++id, "ann", 2));
    apply(revoke(id, "ann", 2));
    apply(new ClusterCommand.Switchover(stamp(++id, "s"), name("ann"), "chat-1", 4));
    apply(delete(++id, "bob"));
    assertThat(state.audit(Long.MAX_VALUE, 3))
        .extracting(
            entry -> entry.actor().orElseThrow() + " " + entry.action() + " " + entry.subject())
        .containsExactly(
            "bob delete-account ",
            "ann switchover chat-1",
            "ann revoke-session " + token(2).sessionId());
    assertThat(state.audit(4, 10))
        .extracting(AuditEntry::action)
        .containsExactly("login", "register", "register");
  }

  private List<Integer> holding() {
    return java.util.stream.IntStream.rangeClosed(1, 4)
        .filter(session -> state.session(token(session)).isPresent())
        .boxed()
        .toList();
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
}

package chat.node.chat;

import static chat.node.chat.Commands.name;
import static chat.node.chat.Commands.raise;
import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.chat.Result.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The version of the rules is a number in the log. */
class RulesTest {
  private static final int BEFORE = Rules.NEWEST - 1;

  @Test
  void anEmptyStateIsOfTheFirstRulesAndARaiseIsTakenOnceAndNeverBack() {
    InMemoryChatState state = new InMemoryChatState();
    Application application = new Application();
    assertThat(state.rules()).isEqualTo(Rules.FIRST);
    assertThat(application.apply(state, 1, raise(1, 2)).outcome())
        .isEqualTo(new ClusterOutcome.RulesRaised(2));
    assertThat(application.apply(state, 2, raise(1, 2)).outcome())
        .isEqualTo(new ClusterOutcome.RulesRaised(2));
    assertThat(application.apply(state, 3, raise(2, 1)).outcome())
        .isEqualTo(new ClusterOutcome.RulesRaised(2));
    assertThat(state.rules()).isEqualTo(2);
    assertThat(state.audit(Long.MAX_VALUE, 10))
        .containsExactly(new AuditEntry(1, 1001, java.util.Optional.empty(), "raise-rules", "2"));
  }

  @Test
  void programsOfTwoVersionsApplyOneLogAlikeUpToTheRaiseAndTheOlderStopsThere() {
    List<Command> log = new ArrayList<>(Commands.random(5, 300));
    int at = raiseIn(log);
    InMemoryChatState older = new InMemoryChatState();
    InMemoryChatState newer = new InMemoryChatState();
    Application old = new Application(MailboxLimits.DEFAULTS, GroupLimits.DEFAULTS, BEFORE);
    Application current = new Application();
    for (int i = 0; i < at; i++) {
      assertThat(old.apply(older, i + 1, log.get(i)))
          .isEqualTo(current.apply(newer, i + 1, log.get(i)));
    }
    assertThat(older.stateHash()).isEqualTo(newer.stateHash());
    String before = older.stateHash().hex();

    assertThatThrownBy(() -> old.apply(older, at + 1, log.get(at)))
        .isInstanceOf(UnknownRulesException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("up to 1")
        .hasMessageContaining("Start a version of the program");
    assertThat(older.stateHash().hex()).isEqualTo(before);
    assertThat(current.apply(newer, at + 1, log.get(at)).outcome())
        .isEqualTo(new ClusterOutcome.RulesRaised(Rules.NEWEST));
  }

  @Test
  void aStateOfNewerRulesIsNotTouched() {
    InMemoryChatState state = new InMemoryChatState();
    state.raiseRules(Rules.NEWEST);
    Application old = new Application(MailboxLimits.DEFAULTS, GroupLimits.DEFAULTS, BEFORE);
    assertThatThrownBy(() -> old.apply(state, 1, register(1, "ann")))
        .isInstanceOf(UnknownRulesException.class);
    assertThat(state.account(name("ann"))).isEmpty();
  }

  @Test
  void beforeTheRaiseARefusalIsJudgedAnewAndSaysSo() {
    InMemoryChatState state = new InMemoryChatState();
    Application application = new Application();
    application.apply(state, 1, register(1, "ann"));
    assertThat(application.apply(state, 2, send(2, "ann", "bob", "hi")).outcome())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, rejected -> assertThat(rejected.isFinal()).isFalse());
    application.apply(state, 3, register(3, "bob"));
    assertThat(application.apply(state, 4, send(2, "ann", "bob", "hi")).outcome())
        .isInstanceOf(MessageOutcome.Sent.class);
  }

  private static int raiseIn(List<Command> log) {
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i) instanceof ClusterCommand.RaiseRules) {
        return i;
      }
    }
    throw new AssertionError("no raise in the log");
  }
}

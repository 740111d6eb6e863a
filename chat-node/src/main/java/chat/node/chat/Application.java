package chat.node.chat;

import chat.node.chat.Result.Answer;
import chat.node.chat.Result.Outcome;

/**
 * What a command does to the state: the same on every replica, for it reads the state and the
 * command and nothing else. Each family of commands has its rules: {@link AccountRules}, {@link
 * MessageRules}, {@link GroupRules}.
 *
 * <p>A request id that had an effect is answered by its first answer, for ever. What had none isn't
 * kept, and a retry is judged anew: refusals; marks that were raised already, messages that were
 * deleted already, groups that are as asked; and renewals, which the server makes itself and which
 * never move an expiry back, so that repeating one is harmless.
 */
public final class Application {
  private final MessageRules messages;
  private final GroupRules groups;

  public Application() {
    this(Limits.UNREAD_PER_MAILBOX, GroupLimits.DEFAULTS);
  }

  /** With smaller limits. All replicas must agree on them: for tests. */
  Application(long unreadPerMailbox, GroupLimits groupLimits) {
    this.messages = new MessageRules(unreadPerMailbox);
    this.groups = new GroupRules(groupLimits);
  }

  /** Applies the command that stands at this position of the log; each position once, ascending. */
  public Answer apply(ChatState state, long position, Command command) {
    state.advanceTime(command.stamp().timeMillis());
    return state
        .request(command.scope(), command.stamp().requestId())
        .map(known -> repeated(known, position, command))
        .orElseGet(() -> first(state, position, command));
  }

  private static Answer repeated(ChatReader.Request known, long position, Command command) {
    if (known.fingerprint().equals(command.stamp().fingerprint())) {
      return known.answer();
    }
    return answer(
        position,
        command,
        new Outcome.Rejected(
            new Refusal(
                Refusal.Reason.REQUEST_ID_REUSED,
                "the request id was used before, for another request")));
  }

  private Answer first(ChatState state, long position, Command command) {
    Effect effect = effect(state, position, command);
    Answer answer = answer(position, command, effect.outcome());
    if (effect.kept()) {
      state.keepRequest(
          command.scope(), command.stamp().requestId(), command.stamp().fingerprint(), answer);
      Audit.entryOf(position, command).ifPresent(state.accounts()::note);
    }
    return answer;
  }

  private Effect effect(ChatState state, long position, Command command) {
    if (!isBeforeLogin(command)) {
      if (!state.accounts().hasAccount(command.scope())) {
        return Effect.unknownUser(command.scope());
      }
      if (state.accounts().isDeleted(command.scope())) {
        return AccountRules.sessionEnded();
      }
    }
    return switch (command) {
      case AccountCommand account -> AccountRules.apply(state, position, account);
      case ClusterCommand cluster -> noted(cluster);
      case MessageCommand message -> messages.apply(state, position, message);
      case GroupCommand group -> groups.apply(state, position, group);
    };
  }

  private static boolean isBeforeLogin(Command command) {
    return command instanceof AccountCommand.Register
        || command instanceof AccountCommand.OpenSession;
  }

  private static Effect noted(ClusterCommand command) {
    return Effect.kept(
        switch (command) {
          case ClusterCommand.Switchover switchover ->
              new ClusterOutcome.SwitchoverNoted(switchover.epoch());
          case ClusterCommand.Backup _ -> new ClusterOutcome.BackupNoted();
        });
  }

  private static Answer answer(long position, Command command, Outcome outcome) {
    return new Answer(position, command.stamp().timeMillis(), false, outcome);
  }
}

package chat.node.chat;

import chat.node.chat.Result.Answer;
import chat.node.chat.Result.Outcome;

/**
 * What a command does to the state: the same on every replica, for it reads the state and the
 * command and nothing else. Each family of commands has its rules: {@link AccountRules}, {@link
 * MessageRules}, {@link GroupRules}.
 *
 * <p>A request id that had an effect is answered by its first answer, for ever. By {@link
 * Rules#SETTLED_REFUSALS} so is one that was refused, or that found groups and blocks as asked: a
 * first attempt that arrives after its retry changes nothing any more. Not kept are answers that
 * stay right by themselves: marks that were raised already, messages that were deleted already,
 * names that are taken, sessions and accounts that have ended; and renewals, which the server makes
 * itself and which never move an expiry back. A stranger thus writes no row of somebody's account.
 */
public final class Application {
  private final MessageRules messages;
  private final GroupRules groups;
  private final int knownRules;

  public Application() {
    this(MailboxLimits.DEFAULTS, GroupLimits.DEFAULTS, Rules.NEWEST);
  }

  /** As a program that knows versions of the rules up to this one. */
  public static Application knowing(int rules) {
    return new Application(MailboxLimits.DEFAULTS, GroupLimits.DEFAULTS, rules);
  }

  /** With smaller limits, or as an older program. All replicas must agree on limits: for tests. */
  Application(MailboxLimits mailboxLimits, GroupLimits groupLimits, int knownRules) {
    this.messages = new MessageRules(mailboxLimits);
    this.groups = new GroupRules(groupLimits);
    this.knownRules = knownRules;
  }

  /**
   * A state of these rules may be changed by this program.
   *
   * @throws UnknownRulesException where not
   */
  public void requireKnown(int rules) {
    if (rules > knownRules) {
      throw new UnknownRulesException(rules, knownRules);
    }
  }

  /** Applies the command that stands at this position of the log; each position once, ascending. */
  public Answer apply(ChatState state, long position, Command command) {
    requireKnown(state.rules());
    if (command instanceof ClusterCommand.RaiseRules raise) {
      return raise(state, position, raise);
    }
    state.advanceTime(command.stamp().timeMillis());
    return state
        .request(command.scope(), command.stamp().requestId())
        .map(known -> repeated(state, known, position, command))
        .orElseGet(() -> first(state, position, command));
  }

  /** Later entries apply by the new rules; a number that is reached already changes nothing. */
  private Answer raise(ChatState state, long position, ClusterCommand.RaiseRules command) {
    requireKnown(command.rules());
    state.advanceTime(command.stamp().timeMillis());
    if (command.rules() > state.rules()) {
      state.raiseRules(command.rules());
      Audit.entryOf(position, command).ifPresent(state.accounts()::note);
    }
    return answer(position, command, new ClusterOutcome.RulesRaised(state.rules()));
  }

  private static Answer repeated(
      ChatState state, ChatReader.Request known, long position, Command command) {
    if (known.fingerprint().equals(command.stamp().fingerprint())) {
      return known.answer();
    }
    return answer(
        position,
        command,
        new Outcome.Rejected(
            new Refusal(
                Refusal.Reason.REQUEST_ID_REUSED,
                "the request id was used before, for another request"),
            settlesRefusals(state)));
  }

  private Answer first(ChatState state, long position, Command command) {
    boolean settles = settlesRefusals(state);
    Effect judged = effect(state, position, command);
    Effect effect = settles ? judged.settled() : judged;
    Answer answer = answer(position, command, effect.outcome());
    boolean kept =
        switch (effect.keeping()) {
          case ALWAYS -> true;
          case SETTLED -> settles && hasPlace(state, command);
          case NEVER -> false;
        };
    if (kept) {
      state.keepRequest(
          command.scope(), command.stamp().requestId(), command.stamp().fingerprint(), answer);
    }
    if (effect.isChange()) {
      Audit.entryOf(position, command).ifPresent(state.accounts()::note);
    }
    return answer;
  }

  private static boolean settlesRefusals(ChatState state) {
    return state.rules() >= Rules.SETTLED_REFUSALS;
  }

  /** Whether what had no effect may be kept in the account that the command names. */
  private static boolean hasPlace(ChatState state, Command command) {
    return !isBeforeLogin(command)
        && !(command instanceof AccountCommand.RenewSession)
        && state.accounts().hasAccount(command.scope())
        && !state.accounts().isDeleted(command.scope());
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
          case ClusterCommand.RaiseRules raise ->
              throw new IllegalStateException("no request of a user: " + raise);
        });
  }

  private static Answer answer(long position, Command command, Outcome outcome) {
    return new Answer(position, command.stamp().timeMillis(), false, outcome);
  }
}

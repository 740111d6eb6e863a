package chat.node.app;

import chat.node.chat.Rules;
import chat.node.grpc.CallLimits;
import java.time.InstantSource;

/**
 * What every node of this program has alike, and which the settings don't change.
 *
 * @param knownRules the newest version of the chat's rules that it can apply
 * @param calls the bounds of the clients' port; the settings replace those of connections
 * @param clock of the machine
 */
record Traits(int knownRules, CallLimits calls, InstantSource clock) {
  static final Traits USUAL = new Traits(Rules.NEWEST, CallLimits.DEFAULTS, InstantSource.system());

  Traits knowingRules(int newest) {
    return new Traits(newest, calls, clock);
  }

  Traits with(CallLimits otherCalls) {
    return new Traits(knownRules, otherCalls, clock);
  }

  Traits with(InstantSource otherClock) {
    return new Traits(knownRules, calls, otherClock);
  }
}

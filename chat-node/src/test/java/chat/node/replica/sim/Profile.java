package chat.node.replica.sim;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a run is like. Each seed draws its own, and leaves some kinds of fault out altogether: a run
 * full of everything seldom gets anywhere.
 */
final class Profile {
  /** What a run is bent on. */
  enum Bent {
    /** A bit of everything. */
    MIXED,
    /** One promotion after the other, while old messages are still on their way. */
    TURBULENT,
    /** Small sets that grow and shrink while the store's answers get lost. */
    GROWING
  }

  /** Instead of a bent: runs of {@link SlowMembers}. */
  static final String SLOW_MEMBERS = "SLOW_MEMBERS";

  final Bent bent;
  final int initialNodes;
  final int extraNodes;
  final int clients;
  final int activeMillis;
  final int heartbeatMillis;
  final int faultEveryMillis;
  final int maxDiskMillis;
  final int maxNetMillis;
  final int longDelayMillis;
  final int pollMillis;
  final double loss;
  final double duplicate;
  final double longDelay;
  final double unknownOutcome;
  final double severedProposer;
  final double staleView;
  final double hastyController;
  final double slowDisk;
  final double readShare;
  final double oldPrimaryAsked;
  final Map<Fault, Integer> weights = new EnumMap<>(Fault.class);

  Profile(Dice dice) {
    int kind = dice.between(1, 10);
    bent = kind == 1 ? Bent.TURBULENT : kind <= 3 ? Bent.GROWING : Bent.MIXED;
    boolean turbulent = bent == Bent.TURBULENT;
    boolean growing = bent == Bent.GROWING;
    initialNodes = turbulent ? 3 : dice.chance(growing ? 0.6 : 0.1) ? 1 : dice.between(2, 3);
    extraNodes = growing || dice.chance(0.5) ? dice.between(1, 2) : 0;
    clients = dice.between(1, 3) + (turbulent ? 1 : 0);
    activeMillis = dice.between(800, 2500);
    heartbeatMillis = dice.between(25, 80);
    faultEveryMillis = growing ? dice.between(80, 250) : dice.between(20, 160);
    maxDiskMillis = dice.between(1, 20);
    maxNetMillis = dice.between(2, 15);
    longDelayMillis = turbulent ? 1200 : 600;
    pollMillis = turbulent ? 20 : dice.between(20, 80);
    loss = some(dice, 0.15);
    duplicate = growing ? 0.2 : some(dice, 0.15);
    longDelay = bent == Bent.MIXED ? some(dice, 0.1) : 0.15;
    unknownOutcome = growing ? 0.5 : some(dice, 0.5);
    severedProposer = growing ? 0.3 : some(dice, 0.2);
    staleView = some(dice, 0.3);
    hastyController = turbulent ? 0.2 : some(dice, 0.15);
    slowDisk = some(dice, 0.1);
    readShare = dice.between(1, growing ? 8 : 6) / 10.0;
    oldPrimaryAsked = growing ? 0.5 : 0.2;
    if (turbulent) {
      weights.put(Fault.CUT_ONE_WAY, 4);
      weights.put(Fault.HEAL_NETWORK, 3);
      weights.put(Fault.PROMOTE_WRONGLY, 5);
      weights.put(Fault.PAUSE, dice.between(0, 2));
      weights.put(Fault.KILL, dice.between(0, 1));
      weights.put(Fault.RESTART, 2);
    } else {
      for (Fault fault : Fault.values()) {
        if (dice.chance(0.5)) {
          weights.put(fault, dice.between(1, 6));
        }
      }
      weights.merge(Fault.RESTART, 4, Integer::sum);
      weights.merge(Fault.ADD_NODE, growing ? 4 : 0, Integer::sum);
    }
  }

  private static double some(Dice dice, double most) {
    return dice.chance(0.5) ? 0 : most * dice.between(1, 100) / 100;
  }
}

package chat.node.replica.sim;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a run is like. Each seed draws its own, and leaves some kinds of fault out altogether: a run
 * full of everything seldom gets anywhere.
 */
final class Profile {
  final int initialNodes;
  final int extraNodes;
  final int clients;
  final int activeMillis;
  final int heartbeatMillis;
  final int faultEveryMillis;
  final int maxDiskMillis;
  final int maxNetMillis;
  final int pollMillis;
  final double loss;
  final double duplicate;
  final double longDelay;
  final double unknownOutcome;
  final double staleView;
  final double hastyController;
  final double slowDisk;
  final double readShare;
  final Map<Fault, Integer> weights = new EnumMap<>(Fault.class);

  Profile(Dice dice) {
    initialNodes = dice.chance(0.1) ? 1 : dice.between(2, 3);
    extraNodes = dice.chance(0.5) ? dice.between(1, 2) : 0;
    clients = dice.between(1, 3);
    activeMillis = dice.between(600, 2000);
    heartbeatMillis = dice.between(25, 80);
    faultEveryMillis = dice.between(20, 160);
    maxDiskMillis = dice.between(1, 20);
    maxNetMillis = dice.between(2, 15);
    pollMillis = dice.between(20, 80);
    loss = some(dice, 0.15);
    duplicate = some(dice, 0.15);
    longDelay = some(dice, 0.1);
    unknownOutcome = some(dice, 0.5);
    staleView = some(dice, 0.3);
    hastyController = some(dice, 0.15);
    slowDisk = some(dice, 0.1);
    readShare = dice.between(1, 6) / 10.0;
    for (Fault fault : Fault.values()) {
      if (dice.chance(0.5)) {
        weights.put(fault, dice.between(1, 6));
      }
    }
    weights.merge(Fault.RESTART, 4, Integer::sum);
  }

  private static double some(Dice dice, double most) {
    return dice.chance(0.5) ? 0 : most * dice.between(1, 100) / 100;
  }
}

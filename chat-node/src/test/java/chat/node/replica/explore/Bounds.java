package chat.node.replica.explore;

/**
 * What keeps the space finite: how often each thing may happen in one history, and how many packets
 * are under way in one direction at once (more are lost).
 *
 * @param epochs no view beyond this epoch is written
 * @param revs nor beyond this rev
 * @param slowDisk a write may be under way while other things happen; else it is durable at once
 * @param slowView so may a read of the view; else it shows what is there, at once
 * @param restored the first node begins with a backup's disk, alone in sync, in epoch 2
 */
record Bounds(
    int nodes,
    int epochs,
    int revs,
    Spent most,
    int packetsPerWay,
    boolean slowDisk,
    boolean slowView,
    boolean restored) {

  /** One packet each way, all else quick, and each of these things once. */
  static Bounds of(int nodes, int epochs, int revs, Spent... things) {
    Spent most = Spent.NONE;
    for (Spent thing : things) {
      most = most.plus(thing);
    }
    return new Bounds(nodes, epochs, revs, most, 1, false, false, false);
  }

  Bounds withSlowDisk() {
    return new Bounds(nodes, epochs, revs, most, packetsPerWay, true, slowView, restored);
  }

  Bounds withSlowView() {
    return new Bounds(nodes, epochs, revs, most, packetsPerWay, slowDisk, true, restored);
  }

  Bounds withRestoredDisk() {
    return new Bounds(nodes, epochs, revs, most, packetsPerWay, slowDisk, slowView, true);
  }

  Bounds withPacketsPerWay(int packets) {
    return new Bounds(nodes, epochs, revs, most, packets, slowDisk, slowView, restored);
  }
}

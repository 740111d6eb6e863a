package chat.node.replica.explore;

/** The spaces that are explored. The small ones are visited to the end, whatever that takes. */
enum Space {
  PROMOTION(Bounds.of(2, 2, 2, Spent.PROPOSAL, Spent.READ, Spent.DUPLICATE)),
  READS(Bounds.of(2, 2, 2, Spent.PROPOSAL, Spent.READ, Spent.READ)),
  SLOW_VIEW(Bounds.of(2, 2, 2, Spent.PROPOSAL).withSlowView()),
  SLOW_DISK(Bounds.of(2, 2, 2, Spent.PROPOSAL).withSlowDisk()),
  CRASH(Bounds.of(2, 2, 2, Spent.PROPOSAL, Spent.CRASH)),
  CRASH_OF_SLOW_DISK(Bounds.of(2, 2, 2, Spent.PROPOSAL, Spent.CRASH).withSlowDisk()),
  SUSPICION(Bounds.of(2, 1, 3, Spent.PROPOSAL, Spent.SUSPICION)),
  PROMOTION_AND_REMOVAL(Bounds.of(2, 2, 3, Spent.PROPOSAL, Spent.SUSPICION)),
  LOST_DISK(Bounds.of(2, 1, 3, Spent.LOST_DISK, Spent.COMPACTION)),
  HAND_OVER(Bounds.of(2, 2, 2, Spent.PROPOSAL, Spent.HAND_OVER)),
  LEAVE(Bounds.of(2, 1, 2, Spent.PROPOSAL, Spent.LEAVE)),
  RESTORED(Bounds.of(2, 3, 3, Spent.CRASH).withRestoredDisk()),
  THREE(
      Bounds.of(3, 2, 3, Spent.PROPOSAL, Spent.READ, Spent.CRASH, Spent.SUSPICION)
          .withSlowDisk()
          .withSlowView());

  final Bounds bounds;

  Space(Bounds bounds) {
    this.bounds = bounds;
  }
}

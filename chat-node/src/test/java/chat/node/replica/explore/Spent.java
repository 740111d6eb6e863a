package chat.node.replica.explore;

/** How often each of the things has happened, or may happen, that are counted. */
record Spent(
    int proposals,
    int reads,
    int crashes,
    int lostDisks,
    int compactions,
    int handOvers,
    int leaves,
    int duplicates,
    int suspicions) {
  static final Spent NONE = new Spent(0, 0, 0, 0, 0, 0, 0, 0, 0);
  static final Spent PROPOSAL = new Spent(1, 0, 0, 0, 0, 0, 0, 0, 0);
  static final Spent READ = new Spent(0, 1, 0, 0, 0, 0, 0, 0, 0);
  static final Spent CRASH = new Spent(0, 0, 1, 0, 0, 0, 0, 0, 0);
  static final Spent LOST_DISK = new Spent(0, 0, 0, 1, 0, 0, 0, 0, 0);
  static final Spent COMPACTION = new Spent(0, 0, 0, 0, 1, 0, 0, 0, 0);
  static final Spent HAND_OVER = new Spent(0, 0, 0, 0, 0, 1, 0, 0, 0);
  static final Spent LEAVE = new Spent(0, 0, 0, 0, 0, 0, 1, 0, 0);
  static final Spent DUPLICATE = new Spent(0, 0, 0, 0, 0, 0, 0, 1, 0);
  static final Spent SUSPICION = new Spent(0, 0, 0, 0, 0, 0, 0, 0, 1);

  Spent plus(Spent more) {
    return new Spent(
        proposals + more.proposals,
        reads + more.reads,
        crashes + more.crashes,
        lostDisks + more.lostDisks,
        compactions + more.compactions,
        handOvers + more.handOvers,
        leaves + more.leaves,
        duplicates + more.duplicates,
        suspicions + more.suspicions);
  }
}

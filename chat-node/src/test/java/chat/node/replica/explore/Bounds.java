package chat.node.replica.explore;

/**
 * What keeps the space finite: how often each thing may happen in one history, and how many packets
 * are under way in one direction at once (more are lost).
 */
record Bounds(
    int nodes,
    int epochs,
    int proposals,
    int reads,
    int crashes,
    int lostDisks,
    int compactions,
    int handOvers,
    int leaves,
    int duplicates,
    int packetsPerWay) {

  static Bounds of(int nodes, int epochs) {
    return new Bounds(nodes, epochs, 1, 0, 0, 0, 0, 0, 0, 0, 2);
  }

  Bounds proposals(int n) {
    return new Bounds(
        nodes,
        epochs,
        n,
        reads,
        crashes,
        lostDisks,
        compactions,
        handOvers,
        leaves,
        duplicates,
        packetsPerWay);
  }

  Bounds reads(int n) {
    return new Bounds(
        nodes,
        epochs,
        proposals,
        n,
        crashes,
        lostDisks,
        compactions,
        handOvers,
        leaves,
        duplicates,
        packetsPerWay);
  }

  Bounds crashes(int n) {
    return new Bounds(
        nodes,
        epochs,
        proposals,
        reads,
        n,
        lostDisks,
        compactions,
        handOvers,
        leaves,
        duplicates,
        packetsPerWay);
  }

  Bounds lostDisks(int n) {
    return new Bounds(
        nodes,
        epochs,
        proposals,
        reads,
        crashes,
        n,
        compactions,
        handOvers,
        leaves,
        duplicates,
        packetsPerWay);
  }

  Bounds compactions(int n) {
    return new Bounds(
        nodes,
        epochs,
        proposals,
        reads,
        crashes,
        lostDisks,
        n,
        handOvers,
        leaves,
        duplicates,
        packetsPerWay);
  }

  Bounds handOvers(int n) {
    return new Bounds(
        nodes,
        epochs,
        proposals,
        reads,
        crashes,
        lostDisks,
        compactions,
        n,
        leaves,
        duplicates,
        packetsPerWay);
  }

  Bounds leaves(int n) {
    return new Bounds(
        nodes,
        epochs,
        proposals,
        reads,
        crashes,
        lostDisks,
        compactions,
        handOvers,
        n,
        duplicates,
        packetsPerWay);
  }

  Bounds duplicates(int n) {
    return new Bounds(
        nodes,
        epochs,
        proposals,
        reads,
        crashes,
        lostDisks,
        compactions,
        handOvers,
        leaves,
        n,
        packetsPerWay);
  }

  Bounds packetsPerWay(int n) {
    return new Bounds(
        nodes,
        epochs,
        proposals,
        reads,
        crashes,
        lostDisks,
        compactions,
        handOvers,
        leaves,
        duplicates,
        n);
  }
}

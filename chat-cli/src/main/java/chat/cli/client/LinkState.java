package chat.cli.client;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Decides what is worth a notice. A dead first endpoint, passed over at once, isn't; an endpoint
 * that had answered, or a whole round without an answer, is. Any thread.
 */
final class LinkState {
  private final Notices notices;
  private boolean answeredBefore;
  private int failuresInARow;
  private boolean lost;
  private long lostSinceNanos;

  /** Who answers now, for the notice. */
  record Peer(String node, long epoch) {}

  LinkState(Notices notices) {
    this.notices = notices;
  }

  synchronized void failed(Endpoint endpoint, String why, int endpoints) {
    failuresInARow++;
    if (failuresInARow == 1) {
      lostSinceNanos = System.nanoTime();
    }
    if (!lost && (answeredBefore || failuresInARow >= endpoints)) {
      lost = true;
      notices.lost(endpoint.name(), why);
    }
  }

  /** {@code peer} is only asked where there is something to tell. */
  synchronized void answered(Supplier<Peer> peer) {
    answeredBefore = true;
    failuresInARow = 0;
    if (lost) {
      lost = false;
      Duration after = Duration.ofNanos(System.nanoTime() - lostSinceNanos);
      Peer now = peer.get();
      notices.back(now.node(), now.epoch(), after);
    }
  }
}

package chat.cli.client;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Decides what is worth a notice. A dead first endpoint, passed over at once, isn't; an endpoint
 * that had answered, or a whole round without an answer, is. While a subscription is behind, being
 * back waits for it to catch up. Any thread.
 */
final class LinkState {
  private final Notices notices;
  private boolean answeredBefore;
  private int failuresInARow;
  private boolean lost;
  private boolean streamBehind;
  private long lostSinceNanos;

  /** Who answers now, for the notice. */
  record Peer(String node, long epoch) {}

  LinkState(Notices notices) {
    this.notices = notices;
  }

  synchronized void failed(String what, String why, int endpoints) {
    failuresInARow++;
    if (failuresInARow == 1 && !lost) {
      lostSinceNanos = System.nanoTime();
    }
    if (!lost && (answeredBefore || failuresInARow >= endpoints)) {
      lost = true;
      notices.lost(what, why);
    }
  }

  /** A subscription broke: until it has caught up, other answers don't mean to be back. */
  synchronized void streamBroken() {
    streamBehind = true;
  }

  /** {@code peer} is only asked where there is something to tell. */
  synchronized void answered(Supplier<Peer> peer) {
    answeredBefore = true;
    failuresInARow = 0;
    if (!streamBehind) {
      back(peer, OptionalLong.empty());
    }
  }

  /** A subscription that had broken has got all that it missed. */
  synchronized void caughtUp(Supplier<Peer> peer, OptionalLong missed) {
    answeredBefore = true;
    failuresInARow = 0;
    streamBehind = false;
    back(peer, missed);
  }

  private void back(Supplier<Peer> peer, OptionalLong caughtUp) {
    if (lost) {
      lost = false;
      Duration after = Duration.ofNanos(System.nanoTime() - lostSinceNanos);
      Peer now = peer.get();
      notices.back(new Notices.Back(now.node(), now.epoch(), after, caughtUp));
    }
  }
}

package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.view.Address;
import chat.view.NodeName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgottenPeersTest {
  private static final NodeName SEED = new NodeName("chat-1");
  private static final NodeName GROWN = new NodeName("chat-2");
  private static final NodeName LEARNER = new NodeName("chat-3");

  /** Where nobody listens: every link is down. */
  private static final Address NOWHERE = new Address("127.0.0.1", 1);

  private final AtomicLong nanos = new AtomicLong();
  private final PeerLinks links =
      new PeerLinks(
          Peer.identity("chat-0", "test"), PeerLimits.DEFAULTS, InstantSource.system(), nanos::get);

  @BeforeEach
  void begin() {
    links.start(new HeardPeers(), Map.of(SEED, NOWHERE));
    links.reach(Map.of(GROWN, NOWHERE));
    links.called(LEARNER, NOWHERE, Optional.empty());
  }

  @AfterEach
  void end() {
    links.close();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    links.forget();
  }

  @Test
  void a_node_that_left_the_in_sync_set_and_is_silent_is_forgotten() {
    links.reach(Map.of());
    pass(PeerLinks.FORGOTTEN_AFTER);
    assertThat(links.up()).containsOnlyKeys(SEED, GROWN, LEARNER);

    pass(Duration.ofNanos(1));

    assertThat(links.up()).containsOnlyKeys(SEED);
    assertThat(links.knows(GROWN)).isFalse();
  }

  @Test
  void a_node_that_calls_or_is_in_sync_is_kept() {
    pass(PeerLinks.FORGOTTEN_AFTER);
    links.called(LEARNER, NOWHERE, Optional.empty());

    pass(PeerLinks.FORGOTTEN_AFTER);

    assertThat(links.up()).containsOnlyKeys(SEED, GROWN, LEARNER);
  }
}

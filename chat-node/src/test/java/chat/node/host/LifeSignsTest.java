package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.replica.Message;
import chat.view.Address;
import chat.view.NodeName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LifeSignsTest {
  private static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  private final AtomicReference<Duration> sinceLastTurn = new AtomicReference<>(Duration.ZERO);
  private final CountDownLatch signs = new CountDownLatch(3);

  @Test
  void peers_hear_from_a_node_again_and_again_while_its_loop_is_busy() throws Exception {
    sinceLastTurn.set(Duration.ofSeconds(59));
    try (LifeSigns lifeSigns = lifeSigns()) {
      lifeSigns.start(Duration.ofMillis(1));
      assertThat(signs.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_loop_that_is_stuck_gives_no_sign_until_it_turns_again() {
    try (LifeSigns lifeSigns = lifeSigns()) {
      sinceLastTurn.set(Duration.ofSeconds(61));
      lifeSigns.give();
      assertThat(signs.getCount()).isEqualTo(3);
      sinceLastTurn.set(Duration.ZERO);
      lifeSigns.give();
      assertThat(signs.getCount()).isEqualTo(2);
    }
  }

  private LifeSigns lifeSigns() {
    return new LifeSigns(new Hearing(), sinceLastTurn::get, STUCK_AFTER);
  }

  private final class Hearing implements Peers {
    @Override
    public void keepAlive() {
      signs.countDown();
    }

    @Override
    public void send(NodeName to, Message message) {}

    @Override
    public boolean hasRoom(NodeName to) {
      return true;
    }

    @Override
    public void reach(Map<NodeName, Address> addresses) {}

    @Override
    public void reset(NodeName peer) {}
  }
}

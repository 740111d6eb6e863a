package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.replica.Message;
import chat.view.Address;
import chat.view.NodeName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BusyLoopTest {
  private static final Duration PERIOD = Duration.ofMillis(1);

  private final CountDownLatch signs = new CountDownLatch(3);

  @Test
  void peers_hear_from_a_node_again_and_again_while_it_is_busy() {
    BusyLoop.during(() -> assertThat(awaited()).isTrue(), new Hearing(), PERIOD);
    assertThat(signs.getCount()).isZero();
  }

  @Test
  void what_the_work_throws_is_thrown() {
    assertThatThrownBy(
            () ->
                BusyLoop.during(
                    () -> {
                      throw new StoreFailure("no room");
                    },
                    new Hearing(),
                    PERIOD))
        .hasMessage("no room");
  }

  private boolean awaited() {
    try {
      return signs.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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

package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.host.Replication;
import chat.node.host.Replication.NodeState;
import chat.node.host.Replication.Role;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The port is slow to show a state that its node was in. */
@Timeout(120)
class OvertakenChangesTest {
  private final Thread test = Thread.currentThread();
  private final AtomicBoolean holding = new AtomicBoolean();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private final TestCluster.Wiring slow =
      new TestCluster.Wiring() {
        @Override
        public Replication replication(Replication real) {
          return Asked.of(Replication.class, real, OvertakenChangesTest.this::slowly);
        }
      };

  /** Whoever finds next that the node doesn't serve is slow to do anything with that. */
  private Object slowly(String name, Asked.Question question) throws Throwable {
    Object answer = question.ask();
    if (answer instanceof NodeState state
        && !state.serving()
        && Thread.currentThread() != test
        && holding.compareAndSet(true, false)) {
      held.countDown();
      released.await();
    }
    return answer;
  }

  private TestCluster cluster() throws Exception {
    return new TestCluster(1, TestCluster.CALLS, slow);
  }

  @Test
  void a_port_opens_with_the_health_that_holds() throws Exception {
    holding.set(true);
    try (TestCluster cluster = cluster()) {
      assertThat(
              HealthGrpc.newBlockingStub(cluster.channel(0))
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.NOT_SERVING);
    } finally {
      released.countDown();
    }
  }

  @Test
  void the_health_that_stays_is_that_of_the_newest_state() throws Exception {
    try (TestCluster cluster = cluster()) {
      cluster.lead(0);
      List<ServingStatus> shown = new CopyOnWriteArrayList<>();
      HealthGrpc.newStub(cluster.channel(0))
          .watch(HealthCheckRequest.getDefaultInstance(), into(shown));
      await().until(() -> shown.contains(ServingStatus.SERVING));
      shown.clear();

      holding.set(true);
      cluster.nodes.get(0).become(Role.BACKUP, cluster.view(0));
      held.await();
      cluster.lead(0);
      released.countDown();

      await().until(() -> shown.size() >= 2);
      assertThat(shown).containsExactly(ServingStatus.NOT_SERVING, ServingStatus.SERVING);
    }
  }

  private static StreamObserver<HealthCheckResponse> into(List<ServingStatus> shown) {
    return new Unheard<>() {
      @Override
      public void onNext(HealthCheckResponse answer) {
        shown.add(answer.getStatus());
      }
    };
  }
}

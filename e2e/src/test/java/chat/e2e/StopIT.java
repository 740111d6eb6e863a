package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Condition;
import chat.e2e.cluster.LocalNode;
import chat.proto.control.v1.ControlServiceGrpc;
import chat.proto.control.v1.ProbeRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that is told to end, and who calls it meanwhile. */
@Tag("e2e")
@Timeout(300)
class StopIT {
  private static final int CALLERS = 4;
  private static final long CALL_SECONDS = 5;

  /** Peers and controllers try again within milliseconds, long before the port is closed. */
  @Test
  void calls_at_the_peer_port_of_a_node_that_ends_leave_no_stack_trace_in_its_log()
      throws IOException {
    try (Run run = Run.of(1)) {
      run.register("alice").send("alice", "before the end");
      LocalNode node = run.cluster.nodes().getFirst();
      try (Callers callers = new Callers(node.peerPort())) {
        callers.awaitAnswered(CALLERS);
        node.process().stop();
      }
      assertThat(node.process().output()).doesNotContain("\tat ", " ERROR ");

      run.restart(node);
      assertThat(run.login("alice").history("alice")).hasSize(1);
      run.succeeded();
    }
  }

  /** Threads that ask a peer port for its report, as fast as it answers or refuses. */
  private static final class Callers implements AutoCloseable {
    private final AtomicLong answered = new AtomicLong();
    private final ManagedChannel channel;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    Callers(int port) {
      channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
      for (int i = 0; i < CALLERS; i++) {
        threads.add(Thread.ofPlatform().name("caller-" + i).start(this::call));
      }
    }

    private void call() {
      var control = ControlServiceGrpc.newBlockingStub(channel);
      while (!closed) {
        try {
          control
              .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
              .probe(ProbeRequest.getDefaultInstance());
          answered.incrementAndGet();
        } catch (StatusRuntimeException e) {
          // Refused, or nobody there: what this test is about.
        }
      }
    }

    void awaitAnswered(long calls) {
      Condition.await(
          "the peer port to answer",
          Run.PATIENCE_MILLIS,
          () -> answered.get() >= calls,
          () -> answered.get() + " answers");
    }

    @Override
    public void close() {
      closed = true;
      channel.shutdownNow();
      Threads.join(threads);
    }
  }
}

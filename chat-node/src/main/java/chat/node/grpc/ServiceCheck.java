package chat.node.grpc;

import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc.ClusterServiceBlockingStub;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import chat.view.Address;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a cluster from outside, as any client would, whether it serves. */
public final class ServiceCheck {
  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * What was found.
   *
   * @param sentence who serves, or why nobody does
   */
  public record Finding(boolean serving, String sentence) {}

  private ServiceCheck() {}

  /** Asks until somebody serves, or {@code patience} is over; blocks as long. */
  public static Finding await(Address address, Duration patience) throws InterruptedException {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().build();
    try {
      ClusterServiceBlockingStub cluster = ClusterServiceGrpc.newBlockingStub(channel);
      long end = System.nanoTime() + patience.toNanos();
      Finding found = ask(cluster);
      while (!found.serving() && System.nanoTime() < end) {
        Thread.sleep(PAUSE);
        found = ask(cluster);
      }
      return found;
    } finally {
      channel.shutdownNow();
    }
  }

  private static Finding ask(ClusterServiceBlockingStub cluster) {
    try {
      ClusterStatus status =
          cluster
              .withWaitForReady()
              .withDeadlineAfter(CALL.toMillis(), TimeUnit.MILLISECONDS)
              .getStatus(GetStatusRequest.getDefaultInstance())
              .getStatus();
      return status.getServing()
          ? new Finding(
              true,
              "serving: primary %s, epoch %d, in sync: %s"
                  .formatted(
                      status.getPrimary(),
                      status.getEpoch(),
                      String.join(", ", status.getInSyncList())))
          : new Finding(false, "nobody serves: " + status.getWaitingFor());
    } catch (StatusRuntimeException e) {
      // A cause's stack trace may be part of the message.
      String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new Finding(false, "no answer: " + words);
    }
  }
}

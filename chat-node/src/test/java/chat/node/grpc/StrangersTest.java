package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.WatchStatusRequest;
import chat.proto.chat.v1.WatchStatusResponse;
import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers without a session may have of a node, and what they can't take from others. */
@Timeout(300)
class StrangersTest extends TwoNodes {
  private static final GetStatusRequest WITH_HASHES =
      GetStatusRequest.newBuilder().setWithHashes(true).build();

  @Test
  void only_an_operator_gets_the_hashes_which_read_the_whole_state() {
    byte[] alice = cluster.join("alice");
    for (int node = 0; node < 2; node++) {
      int at = node;
      fails(
          () -> cluster.cluster(at).getStatus(WITH_HASHES),
          Status.Code.UNAUTHENTICATED,
          "SESSION_INVALID");
      fails(
          () -> cluster.cluster(at, new byte[32]).getStatus(WITH_HASHES),
          Status.Code.UNAUTHENTICATED,
          "SESSION_INVALID");
      fails(
          () -> cluster.cluster(at, alice).getStatus(WITH_HASHES),
          Status.Code.PERMISSION_DENIED,
          "NOT_OPERATOR");
      fails(
          () ->
              cluster
                  .cluster(at, alice)
                  .getStatus(WITH_HASHES.toBuilder().setThisNodeOnly(true).build()),
          Status.Code.PERMISSION_DENIED,
          "NOT_OPERATOR");
    }
  }

  @Test
  void watches_of_strangers_leave_room_for_those_of_sessions() throws Exception {
    byte[] alice = cluster.join("alice");
    AtomicInteger begun = new AtomicInteger();
    BlockingQueue<Status> refused = new LinkedBlockingQueue<>();
    Context.CancellableContext strangers = Context.current().withCancellation();
    int tries = TestCluster.CALLS.statusWatchers();
    int places = StreamLimits.DEFAULTS.strangersWatches();
    for (int i = 0; i < tries; i++) {
      strangers.run(
          () ->
              ClusterServiceGrpc.newStub(cluster.channel(1))
                  .watchStatus(WatchStatusRequest.getDefaultInstance(), watcher(begun, refused)));
    }
    await().until(() -> refused.size() == tries - places);
    await().until(() -> begun.get() == places);

    assertThat(
            cluster
                .cluster(1, alice)
                .watchStatus(WatchStatusRequest.getDefaultInstance())
                .next()
                .getStatus()
                .getPrimary())
        .isEqualTo("chat-0");
    strangers.cancel(null);
  }

  private static StreamObserver<WatchStatusResponse> watcher(
      AtomicInteger begun, BlockingQueue<Status> refused) {
    AtomicInteger told = new AtomicInteger();
    return new Unheard<>() {
      @Override
      public void onNext(WatchStatusResponse next) {
        if (told.getAndIncrement() == 0) {
          begun.incrementAndGet();
        }
      }

      @Override
      public void onError(Throwable t) {
        Status status = Status.fromThrowable(t);
        if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
          refused.add(status);
        }
      }
    };
  }

  @Test
  void a_session_has_so_many_subscriptions_and_one_that_fails_keeps_no_place() {
    byte[] alice = cluster.join("alice");
    byte[] bob = cluster.join("bob");
    int most = StreamLimits.DEFAULTS.ofSession();
    for (int i = 0; i < 2 * most; i++) {
      fails(
          () ->
              cluster
                  .chat(0, alice)
                  .subscribe(
                      SubscribeRequest.newBuilder().setCursor(ByteString.copyFromUtf8("?")).build())
                  .hasNext(),
          Status.Code.INVALID_ARGUMENT,
          "CURSOR_INVALID");
    }
    for (int i = 0; i < most; i++) {
      assertThat(subscribed(alice)).isTrue();
    }
    fails(() -> subscribed(alice), Status.Code.RESOURCE_EXHAUSTED, "RATE_LIMITED");
    assertThat(subscribed(bob)).isTrue();
    assertThat(cluster.servers.get(0).openSubscriptions()).isEqualTo(most + 1);
  }

  private boolean subscribed(byte[] token) {
    return cluster
        .chat(0, token)
        .withDeadlineAfter(Duration.ofSeconds(120))
        .subscribe(SubscribeRequest.getDefaultInstance())
        .next()
        .hasCaughtUp();
  }

  @Test
  void every_service_of_the_api_has_an_entry_in_the_health_service() throws Exception {
    List<String> services =
        services().stream().filter(name -> name.startsWith("chat.v1.")).toList();
    assertThat(services).hasSizeGreaterThanOrEqualTo(5);
    assertThat(services)
        .allSatisfy(
            service ->
                assertThat(
                        HealthGrpc.newBlockingStub(cluster.channel(0))
                            .check(HealthCheckRequest.newBuilder().setService(service).build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING));
  }

  /** As the reflection of the node lists them. */
  private List<String> services() throws Exception {
    BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(cluster.channel(0))
            .serverReflectionInfo(
                new Unheard<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                  }
                });
    questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    ServerReflectionResponse answer =
        java.util.Objects.requireNonNull(answers.poll(60, TimeUnit.SECONDS));
    questions.onCompleted();
    return answer.getListServicesResponse().getServiceList().stream()
        .map(ServiceResponse::getName)
        .toList();
  }
}

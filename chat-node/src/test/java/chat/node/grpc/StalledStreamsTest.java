package chat.node.grpc;

import static chat.node.grpc.TestCluster.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Limits;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ExportAccountRequest;
import chat.proto.chat.v1.ExportAccountResponse;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that takes nothing keeps no bytes from others, and misses and repeats nothing. */
@Timeout(120)
class StalledStreamsTest {
  private static final int COUNT = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestCluster cluster;
  private byte[] alice;

  @BeforeEach
  void begin() throws Exception {
    CallLimits calls =
        CallLimits.DEFAULTS
            .with(
                CallLimits.DEFAULTS.patience(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10), // Nobody is given up for being slow.
                CallLimits.DEFAULTS.statusInterval())
            .with(ReadPoolLimits.DEFAULTS.holdingPages(Duration.ZERO));
    cluster = new TestCluster(1, Limits.DEFAULTS.with(16 * 1024, 100_000, 100_000), calls);
    cluster.lead(0);
    alice = cluster.join("alice");
    String padding = "x".repeat(16 * 1000);
    for (int i = 0; i < COUNT; i++) {
      var _ = cluster.chat(0, alice).send(message("alice", i + " " + padding));
    }
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  /** In the end it holds none: it would keep those of its page for as long as it is stalled. */
  private void awaitNoBytes() {
    await()
        .during(Duration.ofMillis(500))
        .atMost(PATIENCE)
        .until(() -> cluster.servers.get(0).load().answersBytes() == 0);
  }

  private static List<String> all() {
    return IntStream.range(0, COUNT).mapToObj(Integer::toString).toList();
  }

  private static String numberOf(String text) {
    return text.substring(0, text.indexOf(' '));
  }

  @Test
  void a_subscriber_that_is_stalled_holds_no_bytes_and_gets_each_message_once() throws Exception {
    var call =
        new Stalled<>(
            ChatServiceGrpc.getSubscribeMethod(),
            SubscribeRequest.newBuilder().setFromStart(true).build());
    List<String> heard = new ArrayList<>();
    heard.add(numberOf(call.next().getMessage().getText()));

    awaitNoBytes();

    SubscribeResponse event = call.next();
    while (!event.hasCaughtUp()) {
      heard.add(numberOf(event.getMessage().getText()));
      event = call.next();
    }
    assertThat(heard).isEqualTo(all());
    call.cancel();
  }

  @Test
  void an_export_that_is_stalled_holds_no_bytes_and_has_each_message_once() throws Exception {
    var call =
        new Stalled<>(
            AccountServiceGrpc.getExportAccountMethod(), ExportAccountRequest.getDefaultInstance());
    List<String> heard = new ArrayList<>();
    ExportAccountResponse part = call.next();
    while (!part.hasMessage()) {
      part = call.next();
    }

    awaitNoBytes();

    while (!part.hasEnd()) {
      if (part.hasMessage()) {
        heard.add(numberOf(part.getMessage().getText()));
      }
      part = call.next();
    }
    assertThat(heard).isEqualTo(all());
    assertThat(part.getEnd().getMessages()).isEqualTo(COUNT);
    call.cancel();
  }

  /** A call that asks for its parts one by one. */
  private final class Stalled<Q, A> extends ClientCall.Listener<A> {
    private final BlockingQueue<A> taken = new LinkedBlockingQueue<>();
    private final ClientCall<Q, A> call;

    Stalled(MethodDescriptor<Q, A> method, Q request) {
      call = cluster.channel(0).newCall(method, CallOptions.DEFAULT);
      call.start(this, TestCluster.bearer(alice));
      call.sendMessage(request);
      call.halfClose();
    }

    A next() throws InterruptedException {
      call.request(1);
      A part = taken.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (part == null) {
        throw new AssertionError("nothing came");
      }
      return part;
    }

    void cancel() {
      call.cancel("the test is over", null);
    }

    @Override
    public void onMessage(A part) {
      taken.add(part);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {}
  }
}

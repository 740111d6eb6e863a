package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.InMemoryChatState;
import chat.node.host.WaitingBudget;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.view.NodeName;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose answers are watched, while the transport can't send them on. */
class UnreadAnswersTest {
  private static final NodeName SELF = new NodeName("chat-0");
  private static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.1", 1);

  private final ForwardTokens own = new ForwardTokens(SELF);
  private final ForwardTokens peer = new ForwardTokens(new NodeName("chat-1"));
  private final CallLimits limits = CallLimits.DEFAULTS;
  private final SlowAnswers answers =
      new SlowAnswers(Duration.ofSeconds(30), System::nanoTime, _ -> {});
  private final PeerChannels channels = new PeerChannels(limits, 1 << 20);
  private final Forwarding forwarding =
      new Forwarding(channels, limits, new ByteBudget(1, 1, 1, 1), own);
  private final Waiting waiting = new Waiting(1, Runnable::run);
  private final CallRouter router =
      new CallRouter(
          SELF,
          new FakeReplication(SELF, new InMemoryChatState(), System::currentTimeMillis),
          limits,
          forwarding,
          waiting,
          answers,
          new WaitingBudget(1 << 20));

  @AfterEach
  void end() {
    waiting.close();
    forwarding.close();
    channels.close();
    answers.close();
  }

  @Test
  void the_connection_of_a_client_is_watched() {
    answer(new Metadata());
    assertThat(answers.count()).isEqualTo(1);
  }

  @Test
  void the_connection_of_a_node_that_passed_the_call_on_is_not() {
    own.learned("chat-1", peer.own());
    Metadata headers = new Metadata();
    headers.put(Caller.FORWARDED, peer.proof());
    answer(headers);
    assertThat(answers.count()).isZero();
  }

  @Test
  void a_client_that_says_that_its_call_was_passed_on_is_watched_all_the_same() {
    Metadata headers = new Metadata();
    headers.put(Caller.FORWARDED, "chat-1 guessed");
    headers.put(Caller.HOPS, "2");
    answer(headers);
    assertThat(answers.count()).isEqualTo(1);
  }

  private void answer(Metadata headers) {
    Method method =
        Method.read(
            ChatServiceGrpc.getInboxMethod(), (_, _, _) -> CompletableFuture.completedFuture(null));
    Caller caller = Caller.of(headers, Context.ROOT, REMOTE, own);
    new RoutedCall(new Unready(method.descriptor()), method, caller, router).send(new byte[1]);
  }

  /** A call whose transport buffers everything. */
  private static final class Unready extends ServerCall<byte[], byte[]> {
    private final MethodDescriptor<byte[], byte[]> method;

    Unready(MethodDescriptor<byte[], byte[]> method) {
      this.method = method;
    }

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.newBuilder().set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, REMOTE).build();
    }

    @Override
    public MethodDescriptor<byte[], byte[]> getMethodDescriptor() {
      return method;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(byte[] message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  }
}

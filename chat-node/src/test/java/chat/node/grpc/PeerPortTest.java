package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.proto.control.v1.ControlServiceGrpc;
import chat.proto.control.v1.ProbeRequest;
import chat.proto.control.v1.ProbeResponse;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class PeerPortTest {
  @Test
  void calls_are_served_until_it_is_shut_and_refused_from_then_on() throws IOException {
    PeerPort port = new PeerPort();
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .intercept(port)
            .addService(new Answering())
            .build()
            .start();
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    try {
      var control = ControlServiceGrpc.newBlockingStub(channel);
      assertThat(control.probe(ProbeRequest.getDefaultInstance()))
          .isEqualTo(ProbeResponse.getDefaultInstance());

      port.shut();
      assertThatThrownBy(() -> control.probe(ProbeRequest.getDefaultInstance()))
          .hasMessage("UNAVAILABLE: this node has stopped");
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  private static final class Answering extends ControlServiceGrpc.ControlServiceImplBase {
    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
      answer.onNext(ProbeResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}

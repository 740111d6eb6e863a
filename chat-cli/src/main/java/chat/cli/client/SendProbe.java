package chat.cli.client;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Tells whether a call ever had a working connection. Without one nothing left this process: the
 * request was certainly not applied. With one it may have been, whatever broke afterwards.
 */
final class SendProbe extends ClientStreamTracer.Factory {
  private volatile boolean maybeSent;

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void streamCreated(Attributes transport, Metadata headers) {
        maybeSent = true;
      }
    };
  }

  boolean maybeSent() {
    return maybeSent;
  }
}

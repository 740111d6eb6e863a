package chat.node.grpc;

import chat.proto.control.v1.ControlServiceGrpc;
import chat.proto.control.v1.ProbeRequest;
import chat.proto.control.v1.ProbeResponse;
import chat.proto.control.v1.ViewChangedRequest;
import chat.proto.control.v1.ViewChangedResponse;
import chat.proto.control.v1.WatchProbeRequest;
import chat.proto.control.v1.WatchProbeResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The control service as the peer port's server finds it. */
@GrpcService
public class ControlPort extends ControlServiceGrpc.ControlServiceImplBase {
  private final PeerServices services;

  @Inject
  public ControlPort(PeerServices services) {
    this.services = services;
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
    services.control().probe(request, answer);
  }

  @Override
  public void watchProbe(WatchProbeRequest request, StreamObserver<WatchProbeResponse> answers) {
    services.control().watchProbe(request, answers);
  }

  @Override
  public void viewChanged(ViewChangedRequest request, StreamObserver<ViewChangedResponse> answer) {
    services.control().viewChanged(request, answer);
  }
}

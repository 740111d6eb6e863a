package chat.node.grpc;

import chat.proto.replication.v1.ExchangeRequest;
import chat.proto.replication.v1.ExchangeResponse;
import chat.proto.replication.v1.FetchSnapshotRequest;
import chat.proto.replication.v1.FetchSnapshotResponse;
import chat.proto.replication.v1.ReplicationServiceGrpc;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The replication service as the peer port's server finds it. */
@GrpcService
public class ReplicationPort extends ReplicationServiceGrpc.ReplicationServiceImplBase {
  private final PeerServices services;

  @Inject
  public ReplicationPort(PeerServices services) {
    this.services = services;
  }

  @Override
  public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> answers) {
    return services.replication().exchange(answers);
  }

  @Override
  public void fetchSnapshot(
      FetchSnapshotRequest request, StreamObserver<FetchSnapshotResponse> answers) {
    services.replication().fetchSnapshot(request, answers);
  }
}

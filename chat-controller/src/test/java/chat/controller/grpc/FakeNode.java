package chat.controller.grpc;

import chat.proto.control.v1.ControlServiceGrpc;
import chat.proto.control.v1.NodeReport;
import chat.proto.control.v1.ProbeRequest;
import chat.proto.control.v1.ProbeResponse;
import chat.proto.control.v1.Role;
import chat.proto.control.v1.ViewChangedRequest;
import chat.proto.control.v1.ViewChangedResponse;
import chat.proto.control.v1.WatchProbeRequest;
import chat.proto.control.v1.WatchProbeResponse;
import chat.view.Address;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A node's control service on a real port; dies, hangs and comes back at a test's command. */
final class FakeNode extends ControlServiceGrpc.ControlServiceImplBase implements AutoCloseable {
  private final Set<StreamObserver<WatchProbeResponse>> watchers = ConcurrentHashMap.newKeySet();
  private final List<Long> told = new CopyOnWriteArrayList<>();
  private volatile NodeReport report;
  private volatile boolean hanging;
  private Server server;
  private final int port;

  FakeNode(String name) throws IOException {
    report =
        NodeReport.newBuilder()
            .setNode(name)
            .setStorageId("disk-of-" + name)
            .setRole(Role.ROLE_WAITING)
            .setEmptyDisk(true)
            .setClientAddress("127.0.0.1:1")
            .setPeerAddress("127.0.0.1:2")
            .build();
    server = serve(0);
    port = server.getPort();
  }

  private Server serve(int at) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", at))
        .addService(this)
        .build()
        .start();
  }

  Address address() {
    return new Address("127.0.0.1", port);
  }

  List<Long> told() {
    return told;
  }

  /** Says something else of itself from now on. */
  void says(UnaryOperator<NodeReport.Builder> change) {
    report = change.apply(report.toBuilder()).build();
    watchers.forEach(this::send);
  }

  /** As a process that is stopped: its connections stand, and nothing comes. */
  void hang() {
    hanging = true;
  }

  /** As a process that is killed: connections are reset, new ones refused. */
  void die() throws InterruptedException {
    watchers.clear();
    server.shutdownNow().awaitTermination();
  }

  void comeBack() throws IOException {
    server = serve(port);
  }

  private void send(StreamObserver<WatchProbeResponse> watcher) {
    synchronized (watcher) {
      watcher.onNext(WatchProbeResponse.newBuilder().setReport(report).build());
    }
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
    if (!hanging) {
      answer.onNext(ProbeResponse.newBuilder().setReport(report).build());
      answer.onCompleted();
    }
  }

  @Override
  public void watchProbe(WatchProbeRequest request, StreamObserver<WatchProbeResponse> watcher) {
    if (!hanging) {
      watchers.add(watcher);
      send(watcher);
    }
  }

  @Override
  public void viewChanged(ViewChangedRequest request, StreamObserver<ViewChangedResponse> answer) {
    told.add(request.getRev());
    answer.onNext(ViewChangedResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void close() throws InterruptedException {
    die();
  }
}

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
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A node's control service on a real port; dies, hangs and comes back at a test's command. */
public final class FakeNode extends ControlServiceGrpc.ControlServiceImplBase
    implements AutoCloseable {
  private final Set<StreamObserver<WatchProbeResponse>> watchers = ConcurrentHashMap.newKeySet();
  private final List<Long> told = new CopyOnWriteArrayList<>();
  private final List<String> watchedBy = new CopyOnWriteArrayList<>();
  private volatile NodeReport report;
  private volatile boolean hanging;
  private final String host;
  private Server server;
  private final int port;

  public FakeNode(String name) throws IOException {
    this(name, "127.0.0.1", 0);
  }

  /** {@code port} 0: any. */
  public FakeNode(String name, String host, int port) throws IOException {
    this.host = host;
    report =
        NodeReport.newBuilder()
            .setNode(name)
            .setStorageId("disk-of-" + name)
            .setRole(Role.ROLE_WAITING)
            .setEmptyDisk(true)
            .setClientAddress("127.0.0.1:1")
            .setPeerAddress("127.0.0.1:2")
            .build();
    server = serve(port);
    this.port = server.getPort();
  }

  private Server serve(int at) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(host, at))
        .addService(this)
        .build()
        .start();
  }

  public Address address() {
    return new Address(host, port);
  }

  public List<Long> told() {
    return told;
  }

  /** Each that began to watch, with its version. */
  List<String> watchedBy() {
    return watchedBy;
  }

  /** Says something else of itself from now on. */
  public void says(UnaryOperator<NodeReport.Builder> change) {
    report = change.apply(report.toBuilder()).build();
    watchers.forEach(this::send);
  }

  /** As a process that is stopped: its connections stand, and nothing comes. */
  public void hang() {
    hanging = true;
  }

  /** As a process that is killed: connections are reset, new ones refused. */
  public void die() throws InterruptedException {
    watchers.clear();
    server.shutdownNow().awaitTermination();
  }

  public void comeBack() throws IOException {
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
      ((ServerCallStreamObserver<WatchProbeResponse>) watcher)
          .setOnCancelHandler(() -> watchers.remove(watcher));
      watchedBy.add(request.getController() + " " + request.getVersion());
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

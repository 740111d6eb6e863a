package chat.node.grpc;

import chat.node.host.CoalescedTask;
import chat.node.host.Replication;
import chat.node.host.Replication.NodeState;
import chat.node.host.Store.Recovered;
import chat.proto.control.v1.ControlServiceGrpc;
import chat.proto.control.v1.NodeReport;
import chat.proto.control.v1.ProbeRequest;
import chat.proto.control.v1.ProbeResponse;
import chat.proto.control.v1.Role;
import chat.proto.control.v1.ViewChangedRequest;
import chat.proto.control.v1.ViewChangedResponse;
import chat.proto.control.v1.WatchProbeRequest;
import chat.proto.control.v1.WatchProbeResponse;
import chat.view.ClusterId;
import chat.view.NodeAddresses;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a controller asks: this node's report, from memory, at once; and again whenever it changed.
 * Reports to those who watch are written by one thread; a watcher that is slow gets the newest.
 */
public final class ControlEndpoint extends ControlServiceGrpc.ControlServiceImplBase
    implements AutoCloseable {

  private final PeerIdentity self;
  private final NodeAddresses addresses;
  private final Recovered found;
  private final Replication replication;
  private final Runnable viewChanged;
  private final Map<ServerCallStreamObserver<WatchProbeResponse>, NodeAbout.Controller> watchers =
      new ConcurrentHashMap<>();
  private final ScheduledExecutorService reports =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("reports").daemon().factory());
  private final CoalescedTask push = new CoalescedTask(this::whileOpen, this::report);

  /**
   * @param viewChanged looks at the view now
   */
  public ControlEndpoint(
      PeerIdentity self,
      NodeAddresses addresses,
      Recovered found,
      Replication replication,
      Runnable viewChanged,
      PeerLimits limits) {
    this.self = self;
    this.addresses = addresses;
    this.found = found;
    this.replication = replication;
    this.viewChanged = viewChanged;
    replication.onStateChange(push::request);
    long pause = limits.reportPause().toMillis();
    var _ = reports.scheduleWithFixedDelay(this::report, pause, pause, TimeUnit.MILLISECONDS);
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
    answer.onNext(ProbeResponse.newBuilder().setReport(newest()).build());
    answer.onCompleted();
  }

  @Override
  public void watchProbe(WatchProbeRequest request, StreamObserver<WatchProbeResponse> answers) {
    var call = (ServerCallStreamObserver<WatchProbeResponse>) answers;
    try {
      int most = PeerLimits.CONTROLLER_CHARACTERS;
      PeerLimits.checkLength("controller's name", request.getController(), most);
      PeerLimits.checkLength("controller's version", request.getVersion(), most);
    } catch (IllegalArgumentException e) {
      call.onError(
          Status.INVALID_ARGUMENT
              .withDescription("MALFORMED: " + e.getMessage())
              .asRuntimeException());
      return;
    }
    call.setOnCancelHandler(() -> watchers.remove(call));
    call.onNext(WatchProbeResponse.newBuilder().setReport(newest()).build());
    watchers.put(call, new NodeAbout.Controller(request.getController(), request.getVersion()));
    push.request(); // Whatever changed between the two lines above.
  }

  @Override
  public void viewChanged(ViewChangedRequest request, StreamObserver<ViewChangedResponse> answer) {
    viewChanged.run();
    answer.onNext(ViewChangedResponse.getDefaultInstance());
    answer.onCompleted();
  }

  /** Who watches just now, by name; each once, though it may be making a new connection. */
  public List<NodeAbout.Controller> controllers() {
    return watchers.entrySet().stream()
        .filter(watcher -> !watcher.getKey().isCancelled())
        .map(Map.Entry::getValue)
        .distinct()
        .sorted(Comparator.comparing(NodeAbout.Controller::name))
        .toList();
  }

  private void whileOpen(Runnable work) {
    if (!reports.isShutdown()) {
      reports.execute(work);
    }
  }

  private void report() {
    WatchProbeResponse report = WatchProbeResponse.newBuilder().setReport(newest()).build();
    watchers.keySet().removeIf(ServerCallStreamObserver::isCancelled);
    for (ServerCallStreamObserver<WatchProbeResponse> watcher : watchers.keySet()) {
      if (watcher.isReady()) {
        watcher.onNext(report);
      }
    }
  }

  private NodeReport newest() {
    NodeState state = replication.state();
    String cluster = self.cluster().get().map(ClusterId::value).orElse("");
    long rev =
        Math.max(
            state.view().map(view -> view.rev().value()).orElse(0L),
            found.promise().map(promise -> promise.rev().value()).orElse(0L));
    return NodeReport.newBuilder()
        .setNode(self.node().value())
        .setStorageId(self.storageId().value())
        .setBootId(self.bootId())
        .setClusterId(cluster)
        .setRole(role(state.role()))
        .setViewRev(rev)
        .setPromise(state.promise())
        .setLastEpoch(state.lastEpoch())
        .setLastIndex(state.lastIndex())
        .setCommitIndex(state.commitIndex())
        .setLostPrimary(state.lostPrimary())
        .setEnding(state.ending())
        .setEmptyDisk(cluster.isEmpty() && state.promise() == 0 && state.lastIndex() == 0)
        .setHalted(state.halted().orElse(""))
        .setClientAddress(addresses.client().toString())
        .setPeerAddress(addresses.peer().toString())
        .build();
  }

  private static Role role(Replication.Role role) {
    return switch (role) {
      case WAITING -> Role.ROLE_WAITING;
      case LEARNER -> Role.ROLE_LEARNER;
      case BACKUP -> Role.ROLE_BACKUP;
      case RECOVERING -> Role.ROLE_RECOVERING;
      case PRIMARY -> Role.ROLE_PRIMARY;
      case HALTED -> Role.ROLE_HALTED;
    };
  }

  @Override
  public void close() {
    reports.shutdownNow();
  }
}

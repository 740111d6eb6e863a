package chat.node.grpc;

import chat.node.chat.ChatReader;
import chat.node.host.Replication;
import chat.node.host.Replication.NodeState;
import chat.node.host.Replication.Role;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.GetStatusResponse;
import chat.proto.chat.v1.NodeStatus;
import chat.proto.chat.v1.WatchingController;
import chat.view.Address;
import chat.view.NodeName;
import chat.view.View;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What the cluster looks like: this node from its own state, the others as each says of itself
 * within a short deadline. Blocks.
 */
final class StatusGathering {
  private static final String UNREACHABLE = "unreachable";

  private final NodeName self;
  private final Address selfAddress;
  private final Replication replication;
  private final ChatReader reader;
  private final PeerChannels channels;
  private final CallLimits limits;
  private final Supplier<Map<NodeName, Address>> neighbours;
  private final InstantSource clock;
  private final NodeAbout about;

  StatusGathering(ClientServer.Parts parts, PeerChannels channels) {
    this.self = parts.self();
    this.selfAddress = parts.advertised();
    this.replication = parts.replication();
    this.reader = parts.reader();
    this.channels = channels;
    this.limits = parts.calls();
    this.neighbours = parts.neighbours();
    this.clock = parts.clock();
    this.about = parts.about();
  }

  ClusterStatus gather(GetStatusRequest asked) {
    ClusterStatus own = own(asked.getWithHashes());
    if (asked.getThisNodeOnly()) {
      return own;
    }
    Map<NodeName, CompletableFuture<ClusterStatus>> answers = new TreeMap<>();
    others().forEach((name, address) -> answers.put(name, ask(address, asked.getWithHashes())));
    List<ClusterStatus> reached = new ArrayList<>(List.of(own));
    List<NodeStatus> nodes = new ArrayList<>(own.getNodesList());
    answers.forEach(
        (name, answer) -> {
          ClusterStatus status = answer.join();
          if (status.getNodesCount() == 1) {
            reached.add(status);
            nodes.add(status.getNodes(0));
          } else {
            nodes.add(
                NodeStatus.newBuilder()
                    .setName(name.value())
                    .setRole(UNREACHABLE)
                    .setClientAddress(String.valueOf(others().get(name)))
                    .build());
          }
        });
    return combined(reached, nodes);
  }

  /** The newest view that any of them knows, and all of them beside each other. */
  private ClusterStatus combined(List<ClusterStatus> reached, List<NodeStatus> nodes) {
    ClusterStatus newest =
        reached.stream().max(Comparator.comparingLong(ClusterStatus::getRev)).orElseThrow();
    boolean serving =
        reached.stream().anyMatch(s -> s.getServing() && s.getEpoch() == newest.getEpoch());
    long lead =
        nodes.stream()
            .filter(node -> node.getName().equals(newest.getPrimary()))
            .mapToLong(NodeStatus::getAppliedIndex)
            .findFirst()
            .orElse(0);
    var status =
        newest.toBuilder()
            .clearNodes()
            .setAnsweredBy(self.value())
            .setServing(serving)
            .setWaitingFor(serving ? "" : newest.getWaitingFor());
    nodes.stream()
        .sorted(Comparator.comparing(NodeStatus::getName))
        .forEach(
            node ->
                status.addNodes(
                    node.toBuilder()
                        .setInSync(newest.getInSyncList().contains(node.getName()))
                        .setLag(
                            node.getRole().equals(UNREACHABLE)
                                ? 0
                                : Math.max(0, lead - node.getAppliedIndex()))));
    return status.build();
  }

  private ClusterStatus own(boolean withHash) {
    NodeState state = replication.state();
    var node =
        NodeStatus.newBuilder()
            .setName(self.value())
            .setRole(roleOf(state.role()))
            .setClientAddress(selfAddress.toString())
            .setAppliedIndex(state.appliedIndex())
            .setLogIndex(state.lastIndex())
            .setHalted(state.halted().orElse(""))
            .setVersion(about.version())
            .setTimeMillis(clock.millis());
    about
        .controllers()
        .get()
        .forEach(
            c ->
                node.addControllers(
                    WatchingController.newBuilder().setName(c.name()).setVersion(c.version())));
    if (withHash) {
      ChatReader.StateHash hash = reader.stateHash();
      node.setStateHash(hash.hex()).setHashIndex(hash.appliedIndex());
    }
    var status = ClusterStatus.newBuilder().setAnsweredBy(self.value()).setServing(state.serving());
    state.view().ifPresent(view -> describe(view, status));
    if (!state.serving()) {
      status.setWaitingFor(Route.missing(self, state));
    }
    node.setInSync(status.getInSyncList().contains(self.value()));
    return status.addNodes(node).build();
  }

  private static void describe(View view, ClusterStatus.Builder status) {
    status
        .setClusterId(view.clusterId().value())
        .setRev(view.rev().value())
        .setEpoch(view.epoch().value())
        .setPrimary(view.primary().name().value());
    view.inSync().forEach(member -> status.addInSync(member.name().value()));
  }

  private static String roleOf(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private Map<NodeName, Address> others() {
    Map<NodeName, Address> others = new TreeMap<>(neighbours.get());
    replication
        .state()
        .view()
        .ifPresent(view -> view.addresses().forEach((name, at) -> others.put(name, at.client())));
    others.remove(self);
    return others;
  }

  /** The other node's own status, or an empty one. */
  private CompletableFuture<ClusterStatus> ask(Address address, boolean withHash) {
    CompletableFuture<ClusterStatus> answer = new CompletableFuture<>();
    var deadline = withHash ? limits.hashDeadline() : limits.statusDeadline();
    ClientCalls.asyncUnaryCall(
        channels
            .to(address)
            .newCall(
                ClusterServiceGrpc.getGetStatusMethod(),
                CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)),
        GetStatusRequest.newBuilder().setThisNodeOnly(true).setWithHashes(withHash).build(),
        new StreamObserver<GetStatusResponse>() {
          @Override
          public void onNext(GetStatusResponse response) {
            answer.complete(response.getStatus());
          }

          @Override
          public void onError(Throwable t) {
            answer.complete(ClusterStatus.getDefaultInstance());
          }

          @Override
          public void onCompleted() {
            answer.complete(ClusterStatus.getDefaultInstance());
          }
        });
    return answer;
  }
}

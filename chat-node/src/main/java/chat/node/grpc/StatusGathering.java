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
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What the cluster looks like: this node from its own state, the others as each says of itself
 * within a short deadline. All who ask at the same time share one look at the others, and all who
 * ask for hashes share one reading of the state. Never blocks.
 */
final class StatusGathering {
  private static final String UNREACHABLE = "unreachable";
  private static final GetStatusRequest PLAIN =
      GetStatusRequest.newBuilder().setThisNodeOnly(true).build();
  private static final GetStatusRequest WITH_HASH =
      GetStatusRequest.newBuilder().setThisNodeOnly(true).setWithHashes(true).build();
  private static final LongSupplier NANOS = System::nanoTime;

  private final NodeName self;
  private final Address selfAddress;
  private final Replication replication;
  private final LocalNode node;
  private final PeerChannels channels;
  private final CallLimits limits;
  private final Function<NodeState, Map<NodeName, Address>> others;
  private final InstantSource clock;
  private final NodeAbout about;
  private final Shared<ClusterStatus> ofAll;
  private final Shared<ClusterStatus> ofAllWithHashes = new Shared<>(Duration.ZERO, NANOS);
  private final Shared<ChatReader.StateHash> ownHash = new Shared<>(Duration.ZERO, NANOS);

  StatusGathering(ClientServer.Parts parts, LocalNode node, PeerChannels channels) {
    this.node = node;
    this.self = parts.self();
    this.selfAddress = parts.advertised();
    this.replication = parts.replication();
    this.channels = channels;
    this.limits = parts.calls();
    this.others = parts::others;
    this.clock = parts.clock();
    this.about = parts.about();
    this.ofAll = new Shared<>(limits.statusKept(), NANOS);
  }

  /** Costs nothing of what is stored. */
  CompletableFuture<ClusterStatus> plain(boolean thisNodeOnly) {
    if (thisNodeOnly) {
      return CompletableFuture.completedFuture(own(Optional.empty()));
    }
    return ofAll.get(
        () -> gather(own(Optional.empty()), address -> ask(address, PLAIN, Optional.empty())));
  }

  /**
   * With a hash over each node's whole state.
   *
   * @param session that the caller came with, which the other nodes ask for, too
   */
  CompletableFuture<ClusterStatus> withHashes(boolean thisNodeOnly, Optional<String> session) {
    if (thisNodeOnly) {
      return hash().thenApply(hash -> own(Optional.of(hash)));
    }
    return ofAllWithHashes.get(
        () ->
            hash()
                .thenCombine(
                    answers(address -> askForHash(address, session)),
                    (hash, answers) -> told(own(Optional.of(hash)), answers)));
  }

  private CompletableFuture<ChatReader.StateHash> hash() {
    return ownHash.get(() -> node.peek(ReadFor.wholeState(), () -> node.reader().stateHash()));
  }

  /** A node that gives no hash, such as one that is behind and doesn't know the session yet. */
  private CompletableFuture<ClusterStatus> askForHash(Address address, Optional<String> session) {
    return ask(address, WITH_HASH, session)
        .thenCompose(
            status ->
                status.getNodesCount() == 1
                    ? CompletableFuture.completedFuture(status)
                    : ask(address, PLAIN, Optional.empty()));
  }

  /** This node's state changed: who asks from now on is told of it. */
  void changed() {
    ofAll.changed();
  }

  private CompletableFuture<ClusterStatus> gather(
      ClusterStatus own, Function<Address, CompletableFuture<ClusterStatus>> asking) {
    return answers(asking).thenApply(answers -> told(own, answers));
  }

  /** What each other node says of itself. */
  private CompletableFuture<Map<NodeName, Answer>> answers(
      Function<Address, CompletableFuture<ClusterStatus>> asking) {
    CompletableFuture<Map<NodeName, Answer>> all =
        CompletableFuture.completedFuture(new TreeMap<>());
    for (Map.Entry<NodeName, Address> other : others().entrySet()) {
      all =
          all.thenCombine(
              asking.apply(other.getValue()),
              (answers, status) -> {
                answers.put(other.getKey(), new Answer(other.getValue(), status));
                return answers;
              });
    }
    return all;
  }

  /** Of the node at this address; without a line where it didn't answer. */
  private record Answer(Address address, ClusterStatus status) {}

  private ClusterStatus told(ClusterStatus own, Map<NodeName, Answer> answers) {
    List<ClusterStatus> reached = new ArrayList<>(List.of(own));
    List<NodeStatus> nodes = new ArrayList<>(own.getNodesList());
    answers.forEach(
        (name, answer) -> {
          if (answer.status().getNodesCount() == 1) {
            reached.add(answer.status());
            nodes.add(answer.status().getNodes(0));
          } else {
            nodes.add(
                NodeStatus.newBuilder()
                    .setName(name.value())
                    .setRole(UNREACHABLE)
                    .setClientAddress(answer.address().toString())
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

  private ClusterStatus own(Optional<ChatReader.StateHash> hash) {
    NodeState state = replication.state();
    var line =
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
                line.addControllers(
                    WatchingController.newBuilder().setName(c.name()).setVersion(c.version())));
    hash.ifPresent(of -> line.setStateHash(of.hex()).setHashIndex(of.appliedIndex()));
    var status = ClusterStatus.newBuilder().setAnsweredBy(self.value()).setServing(state.serving());
    state.view().ifPresent(view -> describe(view, status));
    if (!state.serving()) {
      status.setWaitingFor(Route.missing(self, state));
    }
    line.setInSync(status.getInSyncList().contains(self.value()));
    return status.addNodes(line).build();
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
    return others.apply(replication.state());
  }

  /** The other node's own status, or an empty one. */
  private CompletableFuture<ClusterStatus> ask(
      Address address, GetStatusRequest question, Optional<String> session) {
    CompletableFuture<ClusterStatus> answer = new CompletableFuture<>();
    Duration deadline = question.getWithHashes() ? limits.hashDeadline() : limits.statusDeadline();
    Metadata headers = new Metadata();
    session.ifPresent(value -> headers.put(Caller.AUTHORIZATION, value));
    ClientCalls.asyncUnaryCall(
        ClientInterceptors.intercept(
                channels.to(address), MetadataUtils.newAttachHeadersInterceptor(headers))
            .newCall(
                ClusterServiceGrpc.getGetStatusMethod(),
                CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)),
        question,
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

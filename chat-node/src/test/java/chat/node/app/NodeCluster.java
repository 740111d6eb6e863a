package chat.node.app;

import static org.awaitility.Awaitility.await;

import chat.node.chat.ChatReader.StateHash;
import chat.node.chat.Command;
import chat.node.chat.Limits;
import chat.node.grpc.CallLimits;
import chat.node.grpc.ConnectionLimits;
import chat.node.grpc.Operators;
import chat.node.grpc.PeerLimits;
import chat.node.host.LoopLimits;
import chat.node.host.LoopMetrics;
import chat.node.host.Replication.Committed;
import chat.node.sqlite.DataFolder;
import chat.node.sqlite.StoreSettings;
import chat.proto.control.v1.ControlServiceGrpc;
import chat.proto.control.v1.NodeReport;
import chat.proto.control.v1.ProbeRequest;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.FileViewStore;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import chat.view.ViewStoreException;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whole nodes in one process, wired as in production, with their own disks and peer ports on
 * loopback. Only the server of the peer ports is another: the framework allows one per process.
 */
final class NodeCluster implements AutoCloseable {
  /** A node whose streams tell ten times a second that they have everything. */
  static final Traits BEATING =
      Traits.USUAL.with(
          CallLimits.DEFAULTS.with(
              CallLimits.DEFAULTS.patience(),
              Duration.ofMillis(100),
              CallLimits.DEFAULTS.slowReader(),
              CallLimits.DEFAULTS.statusInterval()));

  private static final long PATIENCE_SECONDS = 30;

  /** A node that runs, and the server of its peer port. */
  private record Running(Node node, Server server) {}

  final List<String> fatal = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final StoreSettings settings;
  private final LoopLimits limits;
  private final SortedMap<NodeName, NodeAddresses> addresses = new TreeMap<>();
  private final Map<NodeName, Running> running = new TreeMap<>();
  private final Map<NodeName, VeiledViews> stores = new TreeMap<>();
  private final Wires wires = new Wires();
  private final Set<NodeName> scaledAway = ConcurrentHashMap.newKeySet();

  NodeCluster(Path folder, StoreSettings settings, LoopLimits limits) {
    this.folder = folder;
    this.settings = settings;
    this.limits = limits;
  }

  static NodeName name(int node) {
    return new NodeName("chat-" + node);
  }

  /** Starts the node, on the disk that it had, if any. It knows the others that run. */
  Node start(int node) throws Exception {
    return start(node, Traits.USUAL);
  }

  /** As a program, or on a machine, with these traits. */
  Node start(int node, Traits traits) throws Exception {
    NodeName name = name(node);
    NodeAddresses own = addresses.computeIfAbsent(name, _ -> freeAddresses());
    Map<NodeName, Address> seeds = new TreeMap<>();
    running.keySet().forEach(other -> seeds.put(other, peer(other)));
    Path data = folder.resolve(name.value());
    NodeConfig config =
        new NodeConfig(
            new NodeConfig.Disk(name, data, DataFolder.nativeFolder(data)),
            own.client(),
            own,
            new ViewPlace.InFile(viewFile()),
            seeds,
            limits,
            PeerLimits.DEFAULTS,
            Limits.DEFAULTS,
            ConnectionLimits.DEFAULTS,
            Operators.NONE,
            settings);
    VeiledViews views = new VeiledViews(new FileViewStore(viewFile()));
    stores.put(name, views);
    Surroundings around = new Surroundings(views, () -> scaledAway.contains(name), views::close);
    Node started = new Node(config, around, LoopMetrics.NONE, fatal::add, traits);
    started.start();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", own.peer().port()))
            .directExecutor() // As at the framework's server: handlers never block.
            .addService(started.peerServices().replication())
            .addService(started.peerServices().control())
            .intercept(wires.at(name))
            .build()
            .start();
    running.put(name, new Running(started, server));
    return started;
  }

  /** Writes the first view: all that run are in sync, the first leads. */
  void found() throws Exception {
    TreeSet<Member> members = new TreeSet<>();
    for (NodeName name : running.keySet()) {
      members.add(new Member(name, new StorageId(report(name).getStorageId())));
    }
    try (FileViewStore views = new FileViewStore(viewFile())) {
      View first =
          new View(
              new ClusterId("wired"),
              new Rev(1),
              new Epoch(1),
              members.first(),
              members,
              addresses);
      views.compareAndSet(first);
    }
  }

  NodeReport report(NodeName name) {
    Address at = peer(name);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(at.host(), at.port()).usePlaintext().build();
    try {
      return ControlServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .probe(ProbeRequest.getDefaultInstance())
          .getReport();
    } finally {
      channel.shutdownNow();
    }
  }

  /** The node that serves, once one does. */
  Node primary() {
    await().until(() -> serving() != null);
    return java.util.Objects.requireNonNull(serving());
  }

  private @Nullable Node serving() {
    return running.values().stream()
        .map(Running::node)
        .filter(node -> node.loop().state().serving())
        .findFirst()
        .orElse(null);
  }

  void awaitInSync(int members) {
    await()
        .until(
            () ->
                running.values().stream()
                    .map(one -> one.node().loop().state().view())
                    .allMatch(view -> view.isPresent() && view.get().inSync().size() == members));
  }

  /** Submits all, some at a time, and waits for the answers; the last one. */
  Committed submit(List<Command> commands) throws Exception {
    return submit(primary(), commands);
  }

  static Committed submit(Node primary, List<Command> commands) throws Exception {
    List<CompletableFuture<Committed>> answers = new ArrayList<>();
    for (Command command : commands) {
      answers.add(primary.loop().submit(_ -> command));
      if (answers.size() % 20 == 0) {
        answers.getLast().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    }
    for (CompletableFuture<Committed> answer : answers) {
      answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return answers.getLast().get();
  }

  /** The hash of the state, once all that run applied the same. */
  String equalHashes() {
    List<StateHash> hashes = new ArrayList<>();
    await()
        .until(
            () -> {
              hashes.clear();
              running.values().forEach(one -> hashes.add(one.node().reader().stateHash()));
              return hashes.stream().distinct().count() == 1;
            });
    return hashes.getFirst().hex();
  }

  /** What lies in the nodes' folders for snapshots: nothing, when none is under way. */
  List<Path> snapshotFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    for (NodeName name : running.keySet()) {
      try (Stream<Path> files = Files.list(folder.resolve(name.value()).resolve("snapshots"))) {
        files.forEach(found::add);
      }
    }
    return found;
  }

  /** In order: it says that it ends, and hands over. */
  void stop(int node) {
    Running one = taken(name(node));
    one.node().stop();
    one.server().shutdownNow();
  }

  /** All at the same time take leave, and stay up. */
  void takeLeave(int... nodes) {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int node : nodes) {
        Node one = java.util.Objects.requireNonNull(running.get(name(node))).node();
        each.execute(one::takeLeave);
      }
    }
  }

  /** It says that it ends, and stays. */
  Node beginEnding(int node) {
    Node one = java.util.Objects.requireNonNull(running.get(name(node))).node();
    one.loop().beginEnding();
    return one;
  }

  /** The one that hands over to it doesn't know yet. */
  void promoteWhileItEnds(int node) throws Exception {
    Node one = beginEnding(node);
    View now = view();
    Member to =
        now.inSync().stream()
            .filter(member -> member.name().equals(name(node)))
            .findFirst()
            .orElseThrow();
    try (FileViewStore views = new FileViewStore(viewFile())) {
      views.compareAndSet(now.promoting(to));
    }
    await()
        .until(
            () ->
                one.loop().state().view().map(View::epoch).equals(Optional.of(now.epoch().next())));
  }

  /** From now on it hears nothing of the view, not even of what it writes. */
  void veil(int node) {
    java.util.Objects.requireNonNull(stores.get(name(node))).veil();
  }

  /** From now on nothing passes between it and the others, nor between it and the view's store. */
  void cutOff(int node) {
    wires.cutOff(name(node));
    java.util.Objects.requireNonNull(stores.get(name(node))).cutOff();
  }

  /** Its view store shows what was written before it answers the writer. */
  void answerLate(int node) {
    java.util.Objects.requireNonNull(stores.get(name(node))).answerLate();
  }

  /** Its place is gone: when it stops it isn't to come back. */
  void scaleAway(int node) {
    scaledAway.add(name(node));
  }

  /** The view as it is now. */
  View view() throws ViewStoreException {
    try (FileViewStore views = new FileViewStore(viewFile())) {
      return views.read().orElseThrow();
    }
  }

  private Path viewFile() {
    return folder.resolve("view.json");
  }

  /** Without a word, as a killed process ends: its port refuses from now on. */
  void crash(int node) {
    crash(taken(name(node)));
  }

  private static void crash(Running one) {
    one.server().shutdownNow();
    one.node().end();
  }

  private Running taken(NodeName name) {
    return java.util.Objects.requireNonNull(running.remove(name), name + " doesn't run");
  }

  private Address peer(NodeName name) {
    return java.util.Objects.requireNonNull(addresses.get(name)).peer();
  }

  private static NodeAddresses freeAddresses() {
    try (ServerSocket client = new ServerSocket(0);
        ServerSocket peer = new ServerSocket(0)) {
      return new NodeAddresses(
          new Address("127.0.0.1", client.getLocalPort()),
          new Address("127.0.0.1", peer.getLocalPort()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    running.values().forEach(NodeCluster::crash);
    running.clear();
  }
}

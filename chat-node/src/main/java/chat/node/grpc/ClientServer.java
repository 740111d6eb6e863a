package chat.node.grpc;

import chat.node.chat.ChatReader;
import chat.node.chat.Limits;
import chat.node.chat.Validation;
import chat.node.host.CoalescedTask;
import chat.node.host.Replication;
import chat.node.host.Replication.NodeState;
import chat.node.host.WaitingBudget;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.DirectoryServiceGrpc;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.view.Address;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The clients' port: every service of {@code chat.v1}, with health and reflection. Any node takes
 * any call; one that doesn't serve as primary forwards it.
 *
 * <p>Threads: calls are taken in on the threads of the network, which never block here; what waits
 * for the disk runs on virtual threads, what computes a password's hash on a few of its own.
 */
public final class ClientServer implements AutoCloseable {
  /** What a request may hold beside its longest text. */
  private static final int REQUEST_OVERHEAD_BYTES = 4 * 1024;

  /** A page of the longest messages, from another node. */
  private static final int MAX_FORWARDED_BYTES = 16 * 1024 * 1024;

  private static final int MAX_METADATA_BYTES = 8 * 1024;

  /**
   * What the server works with.
   *
   * @param advertised where clients and other nodes reach it
   * @param operators who may do what operators may
   * @param deeds what they have this node do
   * @param tokens tell calls that peers passed on from those of clients
   * @param neighbours clients' addresses of nodes that may not be in the view yet; may be empty
   * @param known nodes that are not in sync and still belong to the cluster, as far as can be told
   */
  public record Parts(
      NodeName self,
      Address advertised,
      Replication replication,
      ChatReader reader,
      Limits limits,
      CallLimits calls,
      InstantSource clock,
      Operators operators,
      NodeDeeds deeds,
      Supplier<Map<NodeName, Address>> neighbours,
      Predicate<NodeName> known,
      NodeAbout about,
      ForwardTokens tokens) {

    /** The clients' ports of the other nodes that are in sync, or that a link is kept to. */
    Map<NodeName, Address> others(NodeState state) {
      Map<NodeName, Address> others = new TreeMap<>(neighbours.get());
      state.view().ifPresent(view -> addKnown(view, others));
      others.remove(self);
      return others;
    }

    private void addKnown(View view, Map<NodeName, Address> others) {
      Set<NodeName> inSync =
          view.inSync().stream().map(Member::name).collect(Collectors.toUnmodifiableSet());
      view.addresses()
          .forEach(
              (name, addresses) -> {
                if (inSync.contains(name) || known.test(name)) {
                  others.put(name, addresses.client());
                }
              });
    }
  }

  private final Parts parts;
  private final Server server;
  private final PeerChannels channels;
  private final Forwarding forwarding;
  private final Waiting waiting;
  private final CallRouter router;
  private final Sessions sessions;
  private final Subscriptions subscriptions;
  private final ClusterEndpoint cluster;
  private final ServingHealth health;
  private final ClientConnections connections;
  private final SlowAnswers slowAnswers;
  private final ByteBudget answers;
  private final ReadPool reads;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final PasswordLines hashing;
  private final AutoCloseable stateWatch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<String> mutations = new HashSet<>();

  /** {@code listen} is where it will bind; port 0 for any that is free. */
  public ClientServer(Parts parts, InetSocketAddress listen) {
    this(parts, listen, new WaitingBudget(WaitingBudget.ofHeap()));
  }

  /** {@code open} is what open calls may hold. */
  ClientServer(Parts parts, InetSocketAddress listen, WaitingBudget open) {
    Errors.prepare();
    this.parts = parts;
    Limits limits = parts.limits();
    CallLimits calls = parts.calls();
    this.channels = new PeerChannels(calls, MAX_FORWARDED_BYTES);
    this.waiting = new Waiting(calls.waitingCalls(), blocking);
    this.hashing = new PasswordLines(limits.passwordHashers(), calls.passwordQueue());
    ReadPoolLimits reading = calls.reads();
    this.answers =
        new ByteBudget(
            reading.answersBytes(),
            reading.streamsBytes(),
            reading.answersOfOwnerBytes(),
            reading.answersWaiting());
    this.reads = new ReadPool(reading, answers);
    this.connections = new ClientConnections(calls.connections(), Caller::addressOf);
    this.slowAnswers =
        new SlowAnswers(calls.connections().slowAnswer(), System::nanoTime, connections::close);
    LocalNode node =
        new LocalNode(
            parts.replication(), parts.reader(), limits, new Validation(limits), blocking, reads);
    this.sessions = new Sessions(node, calls.sessionsCached());
    this.subscriptions = new Subscriptions(node, sessions, calls);
    this.cluster =
        new ClusterEndpoint(
            new StatusGathering(parts, node, channels),
            new LocalSessions(node, parts.operators()),
            calls,
            blocking);
    this.forwarding = new Forwarding(channels, calls, answers, parts.tokens());
    this.router =
        new CallRouter(
            parts.self(), parts.replication(), calls, forwarding, waiting, slowAnswers, open);
    this.health = new ServingHealth();
    this.server = build(listen, node);
    stateChanged(); // So that the port opens with the health that holds.
    CoalescedTask change = new CoalescedTask(this::whileOpen, this::stateChanged);
    this.stateWatch = parts.replication().onStateChange(change::request);
    change.request(); // Whatever changed between the lines above.
  }

  private Server build(InetSocketAddress listen, LocalNode node) {
    CallLimits calls = parts.calls();
    SessionCalls sessionCalls = new SessionCalls(node, sessions);
    PasswordChecks passwords = passwordChecks(node);
    List<Method> accounts =
        joined(
            new AccountEndpoint(
                    node,
                    sessions,
                    passwords,
                    new Registrations(calls, System::nanoTime),
                    parts.operators())
                .methods(),
            new SessionEndpoint(node, sessions, sessionCalls, subscriptions, passwords).methods(),
            new ExportEndpoint(node, sessions, calls).methods());
    List<Method> chat =
        joined(
            new ChatEndpoint(node, sessionCalls, subscriptions).methods(),
            new ReadingEndpoint(node, sessionCalls).methods(),
            new BlockEndpoint(node, sessionCalls).methods());
    List<Method> clusterAndOperators =
        joined(
            cluster.methods(),
            new OperatorEndpoint(node, sessionCalls, parts).methods(),
            new BackupEndpoint(node, sessionCalls, parts).methods());
    ConnectionLimits each = calls.connections();
    return NettyServerBuilder.forAddress(listen)
        .directExecutor()
        .channelFactory(connections::listening)
        .bossEventLoopGroup(connections.accepting())
        .workerEventLoopGroup(connections.working())
        .maxConcurrentCallsPerConnection(each.streams())
        .maxConnectionAge(each.age().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(each.ageGrace().toMillis(), TimeUnit.MILLISECONDS)
        .intercept(new CallsOfConnection(each.calls(), parts.tokens()))
        .maxInboundMessageSize(parts.limits().messageBytes() + REQUEST_OVERHEAD_BYTES)
        .maxInboundMetadataSize(MAX_METADATA_BYTES)
        .keepAliveTime(calls.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(calls.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveTime(calls.keepAlive().toMillis() / 4, TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addService(service(AccountServiceGrpc.getServiceDescriptor(), accounts))
        .addService(
            service(
                DirectoryServiceGrpc.getServiceDescriptor(),
                new DirectoryEndpoint(node, sessionCalls).methods()))
        .addService(service(ChatServiceGrpc.getServiceDescriptor(), chat))
        .addService(
            service(
                GroupServiceGrpc.getServiceDescriptor(),
                new GroupEndpoint(node, sessionCalls, subscriptions).methods()))
        .addService(service(ClusterServiceGrpc.getServiceDescriptor(), clusterAndOperators))
        .addService(health.service())
        .addService(ProtoReflectionServiceV1.newInstance())
        .build();
  }

  @SafeVarargs
  private static List<Method> joined(List<Method>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }

  private PasswordChecks passwordChecks(LocalNode node) {
    return new PasswordChecks(
        node,
        new LoginThrottle(
            parts.calls(),
            System::nanoTime,
            pause -> CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)),
        new Passwords(parts.limits().passwordHashers()),
        hashing);
  }

  private io.grpc.ServerServiceDefinition service(
      io.grpc.ServiceDescriptor descriptor, List<Method> methods) {
    methods.stream()
        .filter(Method::mutation)
        .forEach(method -> mutations.add(method.descriptor().getFullMethodName()));
    return router.service(descriptor, methods);
  }

  /** On a thread that may take its time: the loop's mustn't. */
  private void whileOpen(Runnable work) {
    try {
      if (!closed.get()) {
        blocking.execute(work);
      }
    } catch (RejectedExecutionException e) {
      return; // The port closed meanwhile: nobody sees what it would show.
    }
  }

  private void stateChanged() {
    var state = parts.replication().state();
    if (!state.serving()) {
      sessions.forget();
    }
    health.show(Route.choose(parts.self(), state, false));
    // Calls wait for the router. Nobody waits for what follows, of which there may be thousands.
    router.stateChanged(state);
    if (!state.serving()) {
      subscriptions.endAll(Farewell.NOT_PRIMARY);
    }
    channels.retain(Set.copyOf(parts.others(state).values()));
    cluster.stateChanged();
  }

  /** Binds the port. */
  public void start() throws IOException {
    server.start();
  }

  public int port() {
    return server.getPort();
  }

  /** What the port has to do at this moment. */
  public ClientLoad load() {
    return new ClientLoad(
        reads.queued(),
        reads.interrupted(),
        reads.refused(),
        reads.dropped(),
        answers.taken(),
        subscriptions.count(),
        connections.count(),
        connections.refused());
  }

  /** Full names of the methods that may change something. */
  Set<String> mutations() {
    return Set.copyOf(mutations);
  }

  /** Calls and streams that are passed on at this moment. */
  int openForwards() {
    return forwarding.underway();
  }

  int openSubscriptions() {
    return subscriptions.count();
  }

  /**
   * Stops taking calls, sends subscribers on with their cursors, lets other calls end within a
   * bound, then ends them.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    health.end();
    router.end();
    server.shutdown();
    subscriptions.endAll(Farewell.ENDING);
    cluster.end();
    try {
      stateWatch.close();
      if (!server.awaitTermination(parts.calls().drain().toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the watch of the node's state didn't close", e);
    } finally {
      waiting.close();
      forwarding.close();
      channels.close();
      reads.close();
      slowAnswers.close();
      connections.close();
      hashing.close();
      blocking.shutdown();
    }
  }
}

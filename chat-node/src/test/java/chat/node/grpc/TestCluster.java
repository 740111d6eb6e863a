package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.Applications;
import chat.node.chat.ChatReader;
import chat.node.chat.Command;
import chat.node.chat.Fingerprint;
import chat.node.chat.InMemoryChatState;
import chat.node.chat.Limits;
import chat.node.chat.RequestId;
import chat.node.host.Replication;
import chat.node.host.Replication.Role;
import chat.node.host.WaitingBudget;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.SendRequest;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** Real client ports on loopback, over a shared state in memory; the roles are set by hand. */
final class TestCluster implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  static final CallLimits CALLS = CallLimits.DEFAULTS;
  static final String OPERATOR_CODE = "the operators' code";

  /** Nobody registers the second one. */
  static final Operators OPERATORS =
      new Operators(Set.of(new AccountName("root"), new AccountName("warden")), false)
          .withCode(OPERATOR_CODE);

  final InMemoryChatState state = InMemoryChatState.ofNewestRules();
  final List<FakeReplication> nodes = new ArrayList<>();
  final List<ClientServer> servers = new ArrayList<>();
  final List<ForwardTokens> tokens = new ArrayList<>();
  private final List<Address> addresses = new ArrayList<>();
  private final List<Relay> links = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  final FakeDeeds deeds = new FakeDeeds(this);
  private long epoch;

  /** What each node says of who watches it. */
  static final List<NodeAbout.Controller> CONTROLLERS =
      List.of(new NodeAbout.Controller("chat-controller-0", "1.2.9"));

  private volatile Duration passed = Duration.ZERO;
  private volatile long frozenMillis;

  TestCluster(int size, Limits limits) throws IOException {
    this(size, limits, CALLS);
  }

  TestCluster(int size, Limits limits, CallLimits calls) throws IOException {
    this(size, limits, calls, Limits.UNREAD_PER_MAILBOX);
  }

  TestCluster(int size, CallLimits calls, Wiring wiring) throws IOException {
    this(size, Limits.DEFAULTS, calls, Limits.UNREAD_PER_MAILBOX, wiring);
  }

  TestCluster(int size, Limits limits, CallLimits calls, long mailbox) throws IOException {
    this(size, limits, calls, mailbox, Wiring.PLAIN);
  }

  /** What stands between a node's port and the rest of the node. */
  interface Wiring {
    Wiring PLAIN = new Wiring() {};

    default Replication replication(Replication real) {
      return real;
    }

    default ChatReader reader(ChatReader real) {
      return real;
    }

    default Operators operators(int node) {
      return OPERATORS;
    }

    /** What calls that are open at this node may hold. */
    default WaitingBudget open(int node) {
      return new WaitingBudget(WaitingBudget.ofHeap());
    }
  }

  TestCluster(int size, Limits limits, CallLimits calls, long mailbox, Wiring wiring)
      throws IOException {
    for (int i = 0; i < size; i++) {
      tokens.add(new ForwardTokens(name(i)));
      for (int peer = 0; peer < i; peer++) {
        tokens.get(peer).learned(name(i).value(), tokens.get(i).own());
        tokens.get(i).learned(name(peer).value(), tokens.get(peer).own());
      }
      FakeReplication node =
          new FakeReplication(name(i), state, this::nowMillis, Applications.withMailbox(mailbox));
      Address address = new Address("127.0.0.1", freePort());
      ClientServer server =
          new ClientServer(
              new ClientServer.Parts(
                  name(i),
                  address,
                  wiring.replication(node),
                  wiring.reader(state),
                  limits,
                  calls,
                  () -> Instant.ofEpochMilli(nowMillis()),
                  wiring.operators(i),
                  deeds,
                  Map::of,
                  _ -> true,
                  new NodeAbout("1.2." + i, () -> CONTROLLERS),
                  tokens.get(i)),
              new InetSocketAddress("127.0.0.1", address.port()),
              wiring.open(i));
      server.start();
      nodes.add(node);
      addresses.add(address);
      links.add(new Relay(address.port()));
      servers.add(server);
      channels.add(
          NettyChannelBuilder.forAddress("127.0.0.1", address.port()).usePlaintext().build());
    }
  }

  /** As all nodes and the log see it; {@link #pass} moves it on. */
  long nowMillis() {
    long frozen = frozenMillis;
    return (frozen == 0 ? System.currentTimeMillis() : frozen) + passed.toMillis();
  }

  /** From now on no time passes but by {@link #pass}. */
  void stopClock() {
    frozenMillis = System.currentTimeMillis();
  }

  void pass(Duration time) {
    passed = passed.plus(time);
  }

  static NodeName name(int node) {
    return new NodeName("chat-" + node);
  }

  /** A new epoch: this node serves, the others follow it. */
  void lead(int primary) {
    epoch++;
    View view = view(primary);
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).become(i == primary ? Role.PRIMARY : Role.BACKUP, view);
    }
  }

  View view(int primary) {
    Member leader = new Member(name(primary), new StorageId("disk-" + primary));
    var members = new TreeSet<Member>();
    var at = new TreeMap<NodeName, NodeAddresses>();
    for (int i = 0; i < addresses.size(); i++) {
      members.add(new Member(name(i), new StorageId("disk-" + i)));
      Address link = new Address("127.0.0.1", links.get(i).port());
      at.put(name(i), new NodeAddresses(link, link));
    }
    return new View(new ClusterId("test"), new Rev(epoch), new Epoch(epoch), leader, members, at);
  }

  /** From now on the other nodes don't reach this one, and what is under way breaks. */
  void cutLinkTo(int node) {
    links.get(node).cut();
  }

  /** Bytes that other nodes got from this one. */
  long bytesFrom(int node) {
    return links.get(node).answeredBytes();
  }

  /** Applies a command without a session, at the primary. */
  void apply(int primary, Function<Command.Stamp, Command> command) {
    RequestId id = new RequestId(UUID.randomUUID());
    var _ =
        nodes
            .get(primary)
            .submit(time -> command.apply(new Command.Stamp(id, new Fingerprint(0), time)));
  }

  ManagedChannel channel(int node) {
    return channels.get(node);
  }

  Address address(int node) {
    return addresses.get(node);
  }

  AccountServiceGrpc.AccountServiceBlockingStub accounts(int node) {
    return AccountServiceGrpc.newBlockingStub(channel(node));
  }

  ClusterServiceGrpc.ClusterServiceBlockingStub cluster(int node) {
    return ClusterServiceGrpc.newBlockingStub(channel(node));
  }

  /** Cluster calls of a session. */
  ClusterServiceGrpc.ClusterServiceBlockingStub cluster(int node, byte[] token) {
    return ClusterServiceGrpc.newBlockingStub(channel(node))
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer(token)))
        .withDeadlineAfter(Duration.ofSeconds(60));
  }

  /** Account calls of a session. */
  AccountServiceGrpc.AccountServiceBlockingStub accounts(int node, byte[] token) {
    return accounts(node)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer(token)))
        .withDeadlineAfter(Duration.ofSeconds(60));
  }

  /** One more session of the account, under a token made from this text. */
  byte[] login(String user, String password, String text) {
    byte[] token = token(text);
    var _ =
        accounts(0)
            .login(
                LoginRequest.newBuilder()
                    .setRequestId(requestId())
                    .setName(user)
                    .setPassword(password)
                    .setSessionToken(ByteString.copyFrom(token))
                    .setClient(text)
                    .build());
    return token;
  }

  static byte[] token(String text) {
    return Arrays.copyOf(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 32);
  }

  /** A new account's session token. */
  byte[] join(String user) {
    var _ =
        accounts(0)
            .register(
                RegisterRequest.newBuilder()
                    .setRequestId(requestId())
                    .setName(user)
                    .setPassword(PASSWORD)
                    .setOperatorCode(OPERATOR_CODE)
                    .build());
    return login(user, PASSWORD, user);
  }

  ChatServiceGrpc.ChatServiceBlockingStub chat(int node, byte[] token) {
    return ChatServiceGrpc.newBlockingStub(channel(node))
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer(token)))
        .withDeadlineAfter(Duration.ofSeconds(60));
  }

  static Metadata bearer(byte[] token) {
    Metadata headers = new Metadata();
    headers.put(
        Caller.AUTHORIZATION,
        "Bearer " + Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    return headers;
  }

  /** A new message of this text. */
  static SendRequest message(String to, String text) {
    return SendRequest.newBuilder().setRequestId(requestId()).setTo(to).setText(text).build();
  }

  static ByteString requestId() {
    UUID id = UUID.randomUUID();
    return ByteString.copyFrom(new RequestId(id).bytes());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    servers.parallelStream().forEach(ClientServer::close);
    links.forEach(Relay::close);
  }
}

package chat.e2e.client;

import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.NodeStatus;
import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sees who leads, who is in sync, and what state each node says that it has. */
public final class ClusterEye implements AutoCloseable {
  private static final int ATTEMPT_MILLIS = 5_000;

  /** The account that the eye asks for hashes with: the cluster's nodes have it as an operator. */
  public static final String OPERATOR = "eye";

  /** The code of nodes that have the eye's account as an operator. */
  public static final String OPERATOR_CODE = "the eye may register";

  private static final String PASSWORD = "an eye that sees hashes";

  private final Supplier<List<String>> addresses;
  private final Connections connections;
  private Optional<TestClient> operator = Optional.empty();

  public ClusterEye(Supplier<List<String>> addresses) {
    this.addresses = addresses;
    this.connections = new Connections(addresses);
  }

  /** What the node at {@code address} says of all; empty where it doesn't answer. */
  public Optional<ClusterStatus> statusFrom(String address) {
    return ask(
        ClusterServiceGrpc.newBlockingStub(connections.at(address)),
        GetStatusRequest.getDefaultInstance());
  }

  private Optional<ClusterStatus> ownHash(TestClient as, String address) {
    return ask(
        as.withSession(ClusterServiceGrpc.newBlockingStub(connections.at(address))),
        GetStatusRequest.newBuilder().setWithHashes(true).setThisNodeOnly(true).build());
  }

  private static Optional<ClusterStatus> ask(
      ClusterServiceGrpc.ClusterServiceBlockingStub stub, GetStatusRequest request) {
    try {
      return Optional.of(
          stub.withDeadlineAfter(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)
              .getStatus(request)
              .getStatus());
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  /** The answer with the highest rev, one that says it serves where there is one. */
  public Optional<ClusterStatus> status() {
    Optional<ClusterStatus> best = Optional.empty();
    for (String address : addresses.get()) {
      Optional<ClusterStatus> seen = statusFrom(address);
      if (seen.isPresent() && (best.isEmpty() || isBetter(seen.get(), best.get()))) {
        best = seen;
      }
    }
    return best;
  }

  private static boolean isBetter(ClusterStatus one, ClusterStatus other) {
    return one.getRev() != other.getRev()
        ? one.getRev() > other.getRev()
        : one.getServing() && !other.getServing();
  }

  /** Waits until a primary serves, and gives its name. */
  public String awaitPrimary(long timeoutMillis) {
    Condition.await(
        "a primary that serves",
        timeoutMillis,
        () -> status().filter(s -> s.getServing() && !s.getPrimary().isEmpty()).isPresent(),
        this::describe);
    return status().map(ClusterStatus::getPrimary).orElseThrow();
  }

  /** Waits until exactly these nodes are in sync and a primary serves. */
  public void awaitInSync(Set<String> names, long timeoutMillis) {
    Condition.await(
        names + " in sync",
        timeoutMillis,
        () ->
            status()
                .filter(s -> s.getServing() && Set.copyOf(s.getInSyncList()).equals(names))
                .isPresent(),
        this::describe);
  }

  /** A session of the operator's account, which is made where it isn't there yet. */
  private TestClient operator(long timeoutMillis) {
    if (operator.isEmpty()) {
      operator = Optional.of(loggedIn(timeoutMillis));
    }
    return operator.orElseThrow();
  }

  /** Closed again where it gets no session: the next call tries anew. */
  private TestClient loggedIn(long timeoutMillis) {
    TestClient client = TestClient.of(addresses, OPERATOR, timeoutMillis);
    try {
      registerOnce(client);
      return client.login(PASSWORD);
    } catch (RuntimeException | Error e) {
      client.close();
      throw e;
    }
  }

  private static void registerOnce(TestClient client) {
    try {
      client.register(PASSWORD, OPERATOR_CODE);
    } catch (RefusedException e) {
      if (!e.reason().equals("NAME_TAKEN")) {
        throw e;
      }
    }
  }

  /**
   * The state hash that each node gives of itself, once all give one of the same index. The eye
   * logs in for that, once.
   */
  public Map<String, String> awaitHashesOfOneIndex(long timeoutMillis) {
    TestClient as = operator(timeoutMillis);
    Map<String, String> hashes = new HashMap<>();
    Condition.await(
        "every node at the same applied index",
        timeoutMillis,
        () -> {
          hashes.clear();
          Set<Long> indexes = new HashSet<>();
          for (String address : addresses.get()) {
            ownHash(as, address)
                .flatMap(ClusterEye::ownLine)
                .filter(own -> !own.getStateHash().isEmpty())
                .ifPresent(
                    own -> {
                      hashes.put(own.getName(), own.getStateHash());
                      indexes.add(own.getHashIndex());
                    });
          }
          return hashes.size() == addresses.get().size() && indexes.size() == 1;
        },
        this::describe);
    return Map.copyOf(hashes);
  }

  private static Optional<NodeStatus> ownLine(ClusterStatus status) {
    return status.getNodesList().stream()
        .filter(node -> node.getName().equals(status.getAnsweredBy()))
        .findFirst();
  }

  /** Every node's own words, on one line. */
  public String describe() {
    StringBuilder all = new StringBuilder();
    for (String address : addresses.get()) {
      String words =
          statusFrom(address)
              .map(s -> s.toString().replaceAll("\\s+", " "))
              .orElse("doesn't answer");
      all.append(address).append(": ").append(words).append(" | ");
    }
    return all.toString();
  }

  @Override
  public void close() {
    operator.ifPresent(TestClient::close);
    connections.close();
  }
}

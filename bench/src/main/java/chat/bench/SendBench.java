package chat.bench;

import chat.e2e.client.ClusterEye;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalCluster;
import chat.e2e.cluster.LocalNode;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends of 200 bytes against three processes on this machine, each with its own disk and fsync, at
 * growing numbers in flight. Arguments: seconds per number, then the numbers.
 */
public final class SendBench {
  private static final int NODES = 3;

  /** What is measured is the cluster, not its patience with one session. */
  private static final List<String> NO_RATE_LIMIT =
      List.of("-Dchat.limits.requests.per.second=1000000", "-Dchat.limits.request.burst=1000000");

  private static final int USERS = 64;
  private static final int TEXT_BYTES = 200;
  private static final int WARM_UP_IN_FLIGHT = 64;
  private static final long START_MILLIS = 60_000;
  private static final String PASSWORD = "bench bench bench";

  private SendBench() {}

  public static void main(String[] arguments) {
    long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
    List<Integer> inFlight = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      inFlight.add(Integer.parseInt(arguments[i]));
    }
    if (inFlight.isEmpty()) {
      inFlight = List.of(1, 16, 64, 256);
    }
    try (LocalCluster cluster = LocalCluster.of(NODES, NO_RATE_LIMIT)) {
      cluster.startAll();
      measure(cluster, seconds * 1_000, inFlight);
      cluster.keepNothing();
    }
  }

  private static void measure(LocalCluster cluster, long millis, List<Integer> inFlight) {
    try (ClusterEye eye = new ClusterEye(cluster::clientAddresses)) {
      Set<String> names = cluster.nodes().stream().map(LocalNode::name).collect(Collectors.toSet());
      eye.awaitInSync(names, START_MILLIS);
      LocalNode primary = cluster.node(eye.awaitPrimary(START_MILLIS));
      List<TestClient> users = users(primary);
      List<Channel> sessions = users.stream().map(TestClient::session).toList();
      List<String> recipients = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        recipients.add(users.get((i + 1) % USERS).name());
      }
      String text = "x".repeat(TEXT_BYTES);
      new ClosedLoop(sessions, recipients, text).run(WARM_UP_IN_FLIGHT, millis);
      readAll(users);
      List<Long> pids = cluster.nodes().stream().map(node -> node.process().pid()).toList();
      System.out.printf(
          "%9s %10s %9s %9s %9s %14s %9s %7s%n",
          "in flight",
          "acked/s",
          "p50 ms",
          "p99 ms",
          "max ms",
          "CPU s per 1000",
          "RSS MiB",
          "failed");
      for (int n : inFlight) {
        Cost before = Cost.of(pids);
        ClosedLoop.Outcome outcome = new ClosedLoop(sessions, recipients, text).run(n, millis);
        print(n, outcome, before, Cost.of(pids));
        readAll(users);
      }
      users.forEach(TestClient::close);
    }
  }

  /** A mailbox holds a limited number of unread messages. */
  private static void readAll(List<TestClient> users) {
    for (int i = 0; i < users.size(); i++) {
      TestClient reader = users.get((i + 1) % USERS);
      long newest = reader.newestSeq(users.get(i).name());
      if (newest > 0) {
        reader.markRead(reader.conversationWith(users.get(i).name()), newest);
      }
    }
  }

  private static List<TestClient> users(LocalNode primary) {
    List<TestClient> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      users.add(
          TestClient.of(() -> List.of(primary.clientAddress()), "user-" + i, START_MILLIS)
              .register(PASSWORD)
              .login(PASSWORD));
    }
    return users;
  }

  private static void print(int inFlight, ClosedLoop.Outcome outcome, Cost before, Cost after) {
    long acknowledged = outcome.latencies().getTotalCount();
    System.out.printf(
        "%9d %10.0f %9.2f %9.2f %9.2f %14.3f %9d %7d %s%n",
        inFlight,
        outcome.perSecond(),
        outcome.latencies().getValueAtPercentile(50) / 1e3,
        outcome.latencies().getValueAtPercentile(99) / 1e3,
        outcome.latencies().getMaxValue() / 1e3,
        (after.cpuSeconds() - before.cpuSeconds()) * 1_000 / Math.max(1, acknowledged),
        after.residentKib() / 1024,
        outcome.failures(),
        outcome.lastFailure());
  }
}

package chat.e2e;

import chat.e2e.client.ClusterEye;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalCluster;
import chat.e2e.cluster.LocalNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One cluster with those who look at it and talk to it; closes all of them. */
final class Run implements AutoCloseable {
  /**
   * Longer than any correct run waits for anything; no test depends on how much shorter it is. A
   * machine with too much to do gets more by {@code -Dchat.e2e.patience}.
   */
  static final long PATIENCE_MILLIS = Long.getLong("chat.e2e.patience", 120_000);

  private static final String PASSWORD = "correct horse battery staple";

  final LocalCluster cluster;
  final ClusterEye eye;
  private final List<AutoCloseable> opened = new ArrayList<>();

  private Run(LocalCluster cluster) {
    this.cluster = cluster;
    this.eye = new ClusterEye(cluster::clientAddresses);
  }

  /** As many nodes as said, all in sync. */
  static Run of(int nodes) {
    return of(LocalCluster.of(nodes));
  }

  /** The same with a setting that isn't the usual one. */
  static Run of(int nodes, String... settings) {
    return of(
        LocalCluster.of(
            nodes,
            Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), Stream.of(settings)).toList()));
  }

  /** The same; nothing runs yet. */
  static Run unstarted(int nodes, String setting) {
    return new Run(LocalCluster.of(nodes, List.of("-XX:TieredStopAtLevel=1", setting)));
  }

  private static Run of(LocalCluster cluster) {
    Run run = new Run(cluster);
    try {
      run.start();
    } catch (AssertionError | RuntimeException e) {
      run.close();
      throw e;
    }
    return run;
  }

  void start() {
    cluster.startAll();
    awaitAllInSync();
  }

  TestClient register(String name) {
    return client(name).register(PASSWORD).login(PASSWORD);
  }

  TestClient login(String name) {
    return client(name).login(PASSWORD);
  }

  /** A further session, of a client that knows this node only. */
  TestClient loginAt(LocalNode node, String name) {
    return opened(TestClient.of(() -> List.of(node.clientAddress()), name, PATIENCE_MILLIS))
        .login(PASSWORD);
  }

  /** Not logged in. */
  TestClient client(String name) {
    return opened(TestClient.of(cluster::clientAddresses, name, PATIENCE_MILLIS));
  }

  <C extends AutoCloseable> C opened(C closeable) {
    opened.add(closeable);
    return closeable;
  }

  LocalNode primary() {
    return cluster.node(eye.awaitPrimary(PATIENCE_MILLIS));
  }

  /** Kills the primary with {@code kill -9} and gives what was killed. */
  LocalNode killPrimary() {
    LocalNode primary = primary();
    primary.process().kill();
    return primary;
  }

  void restart(LocalNode node) {
    node.process().start();
  }

  void awaitAllInSync() {
    eye.awaitInSync(
        cluster.nodes().stream().map(LocalNode::name).collect(Collectors.toSet()), PATIENCE_MILLIS);
  }

  void awaitInSync(Set<String> names) {
    eye.awaitInSync(names, PATIENCE_MILLIS);
  }

  /** To be called at a test's end: what went well leaves nothing behind. */
  void succeeded() {
    cluster.keepNothing();
  }

  @Override
  public void close() {
    for (AutoCloseable one : opened.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing " + one, e);
      }
    }
    eye.close();
    cluster.close();
  }
}

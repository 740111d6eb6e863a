package chat.node.grpc;

import chat.node.chat.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the calls begin with: two nodes that clients reach, of which the first leads. */
@SuppressWarnings("NullAway.Init")
abstract class TwoNodes {
  TestCluster cluster;

  @BeforeEach
  final void startCluster() throws Exception {
    cluster = new TestCluster(2, Limits.DEFAULTS);
    cluster.lead(0);
  }

  @AfterEach
  final void closeCluster() {
    cluster.close();
  }
}

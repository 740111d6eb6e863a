package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;

import chat.node.chat.Limits;
import chat.proto.chat.v1.WhoAmIRequest;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class SessionRateTest {
  private static final int BURST = 20;
  private static final Limits LIMITS = Limits.DEFAULTS.with(16 * 1024, 1, BURST);

  @Test
  void who_am_i_takes_its_unit_of_the_sessions_rate() throws Exception {
    try (TestCluster cluster = new TestCluster(2, LIMITS)) {
      cluster.lead(0);
      byte[] ann = cluster.join("ann");
      fails(
          () -> {
            for (int i = 0; i <= 20 * BURST; i++) {
              cluster.accounts(0, ann).whoAmI(WhoAmIRequest.getDefaultInstance());
            }
          },
          Status.Code.RESOURCE_EXHAUSTED,
          "RATE_LIMITED");
    }
  }
}

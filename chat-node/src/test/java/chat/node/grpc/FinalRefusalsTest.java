package chat.node.grpc;

import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.node.chat.Limits;
import chat.proto.chat.v1.SendRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller is told whether a refusal is final, and a final one stays. */
@Timeout(120)
class FinalRefusalsTest {

  @Test
  void a_retry_gets_the_refusal_although_the_reason_is_gone() throws Exception {
    try (TestCluster cluster = new TestCluster(1, Limits.DEFAULTS.with(16_384, 10_000, 10_000))) {
      cluster.lead(0);
      byte[] alice = cluster.join("alice");
      SendRequest request = message("bob", "hi");
      ErrorInfo first = refusal(cluster, alice, request);
      assertThat(first.getReason()).isEqualTo("USER_NOT_FOUND");
      assertThat(first.getMetadataMap()).containsEntry("final", "true");

      var _ = cluster.join("bob");

      assertThat(refusal(cluster, alice, request)).isEqualTo(first);
      ErrorInfo reused =
          refusal(cluster, alice, request.toBuilder().setText("something else").build());
      assertThat(reused.getReason()).isEqualTo("REQUEST_ID_REUSED");
      assertThat(reused.getMetadataMap()).containsEntry("final", "true");
    }
  }

  @Test
  void what_is_refused_before_the_log_is_not_final() throws Exception {
    try (TestCluster cluster = new TestCluster(1, Limits.DEFAULTS.with(16_384, 10_000, 10_000))) {
      cluster.lead(0);
      byte[] alice = cluster.join("alice");
      ErrorInfo empty =
          refusal(
              cluster,
              alice,
              SendRequest.newBuilder().setRequestId(requestId()).setTo("alice").build());
      assertThat(empty.getReason()).isEqualTo("TEXT_EMPTY");
      assertThat(empty.getMetadataMap()).containsEntry("final", "false");
    }
  }

  private static ErrorInfo refusal(TestCluster cluster, byte[] token, SendRequest request)
      throws Exception {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> cluster.chat(0, token).send(request));
    return StatusProto.fromThrowable(refused).getDetails(0).unpack(ErrorInfo.class);
  }
}

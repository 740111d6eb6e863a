package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Limits;
import chat.proto.chat.v1.BlockRequest;
import chat.proto.chat.v1.ExportAccountRequest;
import chat.proto.chat.v1.ExportAccountResponse;
import chat.proto.chat.v1.MarkRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExportTest {
  private TestCluster cluster;
  private byte[] alice;
  private byte[] bob;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(2, Limits.DEFAULTS);
    cluster.lead(0);
    alice = cluster.join("alice");
    bob = cluster.join("bob");
    var _ = cluster.join("eve");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private void send(byte[] token, String to, String text) {
    var _ = cluster.chat(0, token).send(message(to, text));
  }

  private List<ExportAccountResponse> export(byte[] token) {
    List<ExportAccountResponse> parts = new ArrayList<>();
    cluster
        .accounts(1, token)
        .exportAccount(ExportAccountRequest.getDefaultInstance())
        .forEachRemaining(parts::add);
    return parts;
  }

  @Test
  void everything_of_the_account_is_in_it_once_and_in_order_and_nothing_of_others() {
    int count = 2 * TestCluster.CALLS.changesPage() + 7;
    for (int i = 0; i < count; i++) {
      send(i % 2 == 0 ? alice : bob, i % 2 == 0 ? "bob" : "alice", "m" + i);
    }
    send(bob, "eve", "not for alice");
    cluster
        .chat(0, alice)
        .block(BlockRequest.newBuilder().setRequestId(requestId()).setName("eve").build());

    cluster
        .chat(0, alice)
        .mark(
            MarkRequest.newBuilder()
                .setRequestId(requestId())
                .setConversation("alice:bob")
                .setReadSeq(3)
                .build());

    List<ExportAccountResponse> parts = export(alice);

    assertThat(parts.getFirst().getAccount().getName()).isEqualTo("alice");
    assertThat(parts)
        .filteredOn(ExportAccountResponse::hasSession)
        .singleElement()
        .matches(part -> part.getSession().getCurrent());
    assertThat(parts)
        .filteredOn(ExportAccountResponse::hasBlocked)
        .singleElement()
        .matches(part -> part.getBlocked().getName().equals("eve"));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add("m" + i);
    }
    assertThat(parts)
        .filteredOn(ExportAccountResponse::hasMessage)
        .extracting(part -> part.getMessage().getText())
        .isEqualTo(expected);
    assertThat(parts)
        .filteredOn(ExportAccountResponse::hasConversation)
        .extracting(
            part ->
                part.getConversation().getConversation()
                    + " "
                    + part.getConversation().getLastSeq()
                    + " "
                    + part.getConversation().getReadSeq())
        .containsExactly("alice:bob " + count + " 2");
    assertThat(parts.getLast().getEnd().getMessages()).isEqualTo(count);
    assertThat(parts.getLast().getEnd().getPosition()).isEqualTo(cluster.state.appliedIndex());
  }

  @Test
  void nobody_exports_without_a_session() {
    fails(() -> export(new byte[32]), Status.Code.UNAUTHENTICATED, "SESSION_INVALID");
  }
}

package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.OPERATOR_CODE;
import static chat.node.grpc.TestCluster.PASSWORD;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import chat.proto.chat.v1.RegisterRequest;
import io.grpc.Status;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name that the configuration names as an operator belongs to whoever has the code. */
@Timeout(60)
class OperatorNamesTest extends TwoNodes {
  private static final AccountName WARDEN = new AccountName("warden");

  private static RegisterRequest register(String name, String code) {
    return RegisterRequest.newBuilder()
        .setRequestId(requestId())
        .setName(name)
        .setPassword(PASSWORD)
        .setOperatorCode(code)
        .build();
  }

  private void assertRefused(String name, String code) {
    fails(
        () -> cluster.accounts(1).register(register(name, code)),
        Status.Code.PERMISSION_DENIED,
        "OPERATOR_CODE_REQUIRED");
  }

  @Test
  void an_operators_name_is_registered_with_the_code_only_and_once() {
    assertRefused("warden", "");
    assertRefused("warden", "another code altogether");

    RegisterRequest right = register("warden", OPERATOR_CODE);
    long position = cluster.accounts(1).register(right).getCommit().getPosition();

    assertThat(cluster.accounts(1).register(right).getCommit().getPosition()).isEqualTo(position);
    fails(
        () -> cluster.accounts(1).register(register("warden", OPERATOR_CODE)),
        Status.Code.ALREADY_EXISTS,
        "NAME_TAKEN");
  }

  @Test
  void any_other_name_needs_no_code() {
    assertThat(cluster.accounts(1).register(register("alice", "")).getCommit().getPosition())
        .isPositive();
  }

  @Test
  void without_a_configured_code_nobody_registers_an_operators_name() {
    Operators named = new Operators(Set.of(WARDEN), false);
    assertThat(named.registrationRefusal(WARDEN, "")).isPresent();
    assertThat(named.registrationRefusal(WARDEN, OPERATOR_CODE)).isPresent();
  }

  @Test
  void where_everybody_is_an_operator_no_name_needs_a_code() {
    assertThat(new Operators(Set.of(), true).registrationRefusal(WARDEN, "")).isEmpty();
  }

  @Test
  void the_code_is_not_kept_as_it_is() {
    assertThat(TestCluster.OPERATORS.toString()).doesNotContain(OPERATOR_CODE);
  }
}

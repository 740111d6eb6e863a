package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Refusal;
import chat.node.replica.NotServing;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

  @ParameterizedTest
  @EnumSource
  void a_refusal_carries_its_reason_and_never_looks_like_a_broken_connection(
      Refusal.Reason reason) {
    Errors.Told told = Errors.tell(new Failure.Refused(new Refusal(reason, "why")));

    assertThat(Errors.reasonIn(told.status(), told.trailers())).contains(reason.name());
    assertThat(told.status().getDescription()).isEqualTo("why");
    assertThat(told.status().getCode())
        .isNotIn(
            Status.Code.OK, Status.Code.UNAVAILABLE, Status.Code.ABORTED, Status.Code.INTERNAL);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_not_taken_is_unavailable_with_our_reason(NotServing reason) {
    Errors.Told told = Errors.tell(new Failure.NotTaken(reason));

    assertThat(told.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(Errors.reasonIn(told.status(), told.trailers())).contains(reason.name());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refusal_says_whether_it_is_final(boolean isFinal) throws Exception {
    Refusal refusal = new Refusal(Refusal.Reason.MAILBOX_FULL, "why");
    Errors.Told told = Errors.tell(new Failure.Refused(refusal, isFinal));

    com.google.rpc.Status status =
        StatusProto.fromStatusAndTrailers(told.status(), told.trailers());
    ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
    assertThat(info.getMetadataMap()).containsEntry("final", Boolean.toString(isFinal));
  }

  @Test
  void an_unknown_outcome_is_aborted() {
    Errors.Told told = Errors.tell(new Failure.LinkLost(true));

    assertThat(told.status().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(Errors.reasonIn(told.status(), told.trailers())).contains("OUTCOME_UNKNOWN");
  }

  @Test
  void an_unexpected_fault_tells_the_client_an_incident_and_nothing_of_ours() {
    Errors.Told told =
        Errors.tell(new Failure.Unexpected(new IllegalStateException("secret of the house")));

    assertThat(told.status().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(told.status().getDescription()).contains("incident").doesNotContain("secret");
    assertThat(told.status().getCause()).isNull();
  }
}

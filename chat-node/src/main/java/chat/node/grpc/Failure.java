package chat.node.grpc;

import chat.node.chat.Refusal;
import chat.node.replica.NotServing;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;

/** Why a call has no answer. {@link Errors} says how each is told to the client. */
sealed interface Failure {

  /**
   * The chat said no. {@code isFinal}: by its rules, where the command was applied, and the same
   * request id never takes effect. Else before the log: another try is judged anew.
   */
  record Refused(Refusal refusal, boolean isFinal) implements Failure {
    Refused(Refusal refusal) {
      this(refusal, false);
    }
  }

  /** Over a limit of calls: nothing was applied, and the same call is welcome later. */
  record Limited(String detail, Duration retryAfter) implements Failure {}

  /** The client took nothing of a stream for so long. */
  record SlowReader(Duration patience) implements Failure {}

  /** Answering takes longer than a query may; the same call isn't cheaper later. */
  record TooExpensive() implements Failure {}

  /** The cursor belongs to another history of the cluster. */
  record ForeignCursor() implements Failure {}

  /** The call names another cluster than this one; nothing else about the call was looked at. */
  record AnotherCluster(String named, String own) implements Failure {}

  /** This node took nothing. */
  record NotTaken(NotServing reason, String detail) implements Failure {
    NotTaken(NotServing reason) {
      this(reason, "");
    }
  }

  /** Nobody served within the time that the call had; nothing was applied. */
  record NoPrimary(String missing) implements Failure {}

  /** This node has just started, and can't know yet who leads; nothing was applied. */
  record Starting() implements Failure {}

  /** This node is stopping; nothing was applied. */
  record Ending() implements Failure {}

  /** It may have been applied, or may be yet. */
  record Unknown(String detail) implements Failure {}

  /** The link to the primary broke; {@code sent}: after the call may have reached it. */
  record LinkLost(boolean sent) implements Failure {}

  /** What the primary answered, to be passed on as it is. */
  record Relayed(Status status, Metadata trailers) implements Failure {}

  /** A fault of ours; the client learns a number under which the log has the rest. */
  record Unexpected(Throwable cause) implements Failure {}

  default CallFailure asException() {
    return new CallFailure(this);
  }
}

package chat.node.grpc;

import chat.node.chat.Refusal;
import chat.node.host.ReadCutException;
import chat.node.host.Replication.NotServingException;
import chat.node.host.Replication.OutcomeUnknownException;
import chat.node.host.Replication.TooLargeException;
import chat.node.replica.NotServing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** From exceptions to {@link Failure} and back. */
final class Failures {
  private Failures() {}

  /** What an exception out of a handler or a future means. */
  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case CallFailure known -> known.failure();
      case ReadCutException cut ->
          switch (cut.cut()) {
            case TOO_EXPENSIVE -> new Failure.TooExpensive();
            case CALLER_GONE -> new Failure.NotTaken(NotServing.OVERLOADED); // Nobody hears it.
          };
      case NotServingException refused -> new Failure.NotTaken(refused.reason(), refused.detail());
      case TooLargeException large ->
          new Failure.Refused(
              new Refusal(
                  Refusal.Reason.INVALID_ARGUMENT,
                  java.util.Objects.requireNonNullElse(large.getMessage(), "too large")));
      case OutcomeUnknownException _ ->
          new Failure.Unknown("the node lost the primary's role before the outcome was settled");
      case Throwable other -> new Failure.Unexpected(other);
    };
  }

  static void refuseIf(Optional<Refusal> refusal) throws CallFailure {
    if (refusal.isPresent()) {
      throw new Failure.Refused(refusal.get()).asException();
    }
  }

  static CallFailure refused(Refusal.Reason reason, String detail) {
    return new Failure.Refused(new Refusal(reason, detail)).asException();
  }

  static <T> CompletableFuture<T> failed(Failure failure) {
    return CompletableFuture.failedFuture(failure.asException());
  }
}

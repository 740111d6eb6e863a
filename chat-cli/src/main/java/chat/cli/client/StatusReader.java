package chat.cli.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads a gRPC status as the contract in {@code chat.proto} has it. The rule that matters: {@code
 * UNAVAILABLE} with our ErrorInfo means not applied; without, a connection broke, and what was sent
 * over it is unknown.
 */
final class StatusReader {
  private static final String DOMAIN = "chat";
  private static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";

  /** Of an ErrorInfo's metadata. */
  private static final String FINAL = "final";

  private StatusReader() {}

  /** {@code maybeSent}: see {@link SendProbe}. */
  static Verdict read(StatusRuntimeException e, boolean maybeSent) {
    Details details = Details.of(e);
    Status.Code code = e.getStatus().getCode();
    String why = why(e.getStatus());
    if (details.reason.equals(ChatFailure.ANOTHER_CLUSTER)) {
      // That says nothing of earlier attempts, which may have met the right cluster.
      return last(ChatFailure.Kind.AUTHENTICATION, e, details, false);
    }
    return switch (code) {
      case UNAVAILABLE ->
          details.isOurs() || !maybeSent
              ? new Verdict.NotApplied(
                  why, details.reason, details.retryAfter, ChatFailure.Kind.UNAVAILABLE)
              : new Verdict.Unknown(why);
      case RESOURCE_EXHAUSTED -> exhausted(e, details, why);
      case UNAUTHENTICATED -> last(ChatFailure.Kind.AUTHENTICATION, e, details, false);
      case NOT_FOUND -> last(ChatFailure.Kind.NOT_FOUND, e, details, details.settles(true));
      case INVALID_ARGUMENT -> last(ChatFailure.Kind.REFUSED, e, details, details.isOurs());
      case ALREADY_EXISTS, FAILED_PRECONDITION, PERMISSION_DENIED, OUT_OF_RANGE ->
          last(ChatFailure.Kind.REFUSED, e, details, details.settles(details.isOurs()));
      case ABORTED ->
          details.isOurs() && !details.reason.equals(OUTCOME_UNKNOWN)
              ? last(ChatFailure.Kind.REFUSED, e, details, true)
              : new Verdict.Unknown(why);
      case UNIMPLEMENTED -> last(ChatFailure.Kind.FAILED, e, details, false);
      case DEADLINE_EXCEEDED, CANCELLED, UNKNOWN, INTERNAL, DATA_LOSS ->
          maybeSent
              ? new Verdict.Unknown(why)
              : new Verdict.NotApplied(
                  why, details.reason, Duration.ZERO, ChatFailure.Kind.UNAVAILABLE);
      case OK -> throw new IllegalStateException("an error with status OK", e);
    };
  }

  /** A limit that passes by itself says when to come back; another one doesn't. */
  private static Verdict exhausted(StatusRuntimeException e, Details details, String why) {
    return details.retryAfter.isZero()
        ? last(ChatFailure.Kind.REFUSED, e, details, details.settles(false))
        : new Verdict.NotApplied(why, details.reason, details.retryAfter, ChatFailure.Kind.REFUSED);
  }

  private static Verdict last(
      ChatFailure.Kind kind, StatusRuntimeException e, Details details, boolean settles) {
    return new Verdict.Final(
        new ChatFailure(kind, details.reason, why(e.getStatus()), next(kind, details.reason), e),
        settles);
  }

  private static String next(ChatFailure.Kind kind, String reason) {
    return switch (reason) {
      case "WRONG_CREDENTIALS" -> "check the name and the password";
      case ChatFailure.ANOTHER_CLUSTER ->
          "if that is the one you mean, as after a restore: chat login NAME, then chat outbox";
      case "NAME_TAKEN" -> "choose another name, or log in: chat login NAME";
      case "REQUEST_ID_REUSED" ->
          "this batch id or outbox entry was used for another text; use a new one";
      case "OPERATOR_CODE_REQUIRED" ->
          "give it with --operator-code-file FILE or --operator-code-stdin";
      case "USER_NOT_FOUND" -> "see who is here: chat users";
      default -> kind == ChatFailure.Kind.AUTHENTICATION ? "log in: chat login NAME" : "";
    };
  }

  /** The server's sentence, or what the transport said, without its decorations. */
  private static String why(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String said = status.getDescription();
    if (cause instanceof java.net.ConnectException) {
      return "connection refused";
    }
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "no answer in time";
    }
    if (said == null || said.isBlank()) {
      return status.getCode().toString().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
    return said.startsWith("io exception") || said.startsWith("Network closed")
        ? "connection lost"
        : said;
  }

  /** What the status carries beside its code. */
  private record Details(Optional<ErrorInfo> info, String reason, Duration retryAfter) {

    boolean isOurs() {
      return info.isPresent();
    }

    /**
     * Whether no attempt under this request id can take effect any more. A node of an older version
     * doesn't say so: {@code unsaid}.
     */
    boolean settles(boolean unsaid) {
      return info.flatMap(i -> Optional.ofNullable(i.getMetadataMap().get(FINAL)))
          .map(Boolean::parseBoolean)
          .orElse(unsaid);
    }

    static Details of(StatusRuntimeException e) {
      com.google.rpc.Status status = StatusProto.fromThrowable(e);
      Optional<ErrorInfo> info = Optional.empty();
      Duration retryAfter = Duration.ZERO;
      if (status != null) {
        for (Any any : status.getDetailsList()) {
          info = info.or(() -> ours(any));
          retryAfter = retryAfter.plus(retryAfter(any));
        }
      }
      return new Details(info, info.map(ErrorInfo::getReason).orElse(""), retryAfter);
    }

    private static Optional<ErrorInfo> ours(Any any) {
      try {
        return any.is(ErrorInfo.class)
            ? Optional.of(any.unpack(ErrorInfo.class)).filter(i -> i.getDomain().equals(DOMAIN))
            : Optional.empty();
      } catch (InvalidProtocolBufferException e) {
        return Optional.empty();
      }
    }

    private static Duration retryAfter(Any any) {
      try {
        if (!any.is(RetryInfo.class)) {
          return Duration.ZERO;
        }
        com.google.protobuf.Duration delay = any.unpack(RetryInfo.class).getRetryDelay();
        return Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
      } catch (InvalidProtocolBufferException e) {
        return Duration.ZERO;
      }
    }
  }
}

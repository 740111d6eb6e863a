package chat.e2e.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Set;

/** Reads what a failed call says. */
final class Errors {
  /** Refusals that time cures, without anybody's doing. */
  private static final Set<String> TEMPORARY = Set.of("OVERLOADED", "RATE_LIMITED");

  private Errors() {}

  /** The reason of the chat's ErrorInfo; empty where there is none. */
  static String reason(StatusRuntimeException failure) {
    return info(failure).getReason();
  }

  /** Whether the request can no longer take effect under its id. */
  private static boolean isFinal(StatusRuntimeException failure) {
    return info(failure).getMetadataOrDefault("final", "false").equals("true");
  }

  /** The chat's ErrorInfo; an empty one where there is none. */
  private static ErrorInfo info(StatusRuntimeException failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    if (status == null) {
      return ErrorInfo.getDefaultInstance();
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          return info.getDomain().equals("chat") ? info : ErrorInfo.getDefaultInstance();
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalStateException("an ErrorInfo that can't be read", e);
        }
      }
    }
    return ErrorInfo.getDefaultInstance();
  }

  /** Whether the same request, with the same id, may get another answer later. */
  static boolean mayBeRetried(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    return switch (code) {
      case UNAVAILABLE, ABORTED, DEADLINE_EXCEEDED, CANCELLED -> true;
      case RESOURCE_EXHAUSTED -> TEMPORARY.contains(reason(failure));
      // A connection that breaks in the middle of an answer may show as one of these.
      case INTERNAL, UNKNOWN -> reason(failure).isEmpty();
      case OK,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          DATA_LOSS,
          UNAUTHENTICATED ->
          false;
    };
  }

  static RefusedException refused(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String detail = status.getDescription() == null ? "" : status.getDescription();
    return new RefusedException(status.getCode(), reason(failure), isFinal(failure), detail);
  }
}

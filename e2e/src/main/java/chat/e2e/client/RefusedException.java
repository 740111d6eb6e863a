package chat.e2e.client;

import io.grpc.Status;

/** The cluster said no, and means it: a retry would get the same answer. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Status.Code code;
  private final String reason;

  RefusedException(Status.Code code, String reason, String detail) {
    super(code + "/" + reason + ": " + detail);
    this.code = code;
    this.reason = reason;
  }

  public Status.Code code() {
    return code;
  }

  /** The reason of the ErrorInfo; empty where the answer had none. */
  public String reason() {
    return reason;
  }
}

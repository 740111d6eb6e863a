package chat.e2e.client;

import io.grpc.Status;

/** The cluster said no, and means it: a retry would get the same answer. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Status.Code code;
  private final String reason;
  private final boolean settled;

  RefusedException(Status.Code code, String reason, boolean settled, String detail) {
    super(code + "/" + reason + ": " + detail);
    this.code = code;
    this.reason = reason;
    this.settled = settled;
  }

  public Status.Code code() {
    return code;
  }

  /** The reason of the ErrorInfo; empty where the answer had none. */
  public String reason() {
    return reason;
  }

  /** The request can no longer take effect under its id. */
  public boolean isFinal() {
    return settled;
  }
}

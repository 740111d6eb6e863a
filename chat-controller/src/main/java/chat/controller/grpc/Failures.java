package chat.controller.grpc;

import io.grpc.Status;
import java.net.ConnectException;

/** Why a call failed, in words that are the same each time it fails so. */
final class Failures {
  private Failures() {}

  static String inWords(Status status) {
    Throwable root = status.getCause();
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof ConnectException) {
      return "connection refused";
    }
    String said = root == null ? status.getDescription() : root.getMessage();
    return status.getCode() + (said == null ? "" : " (" + said + ")");
  }
}

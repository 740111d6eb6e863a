package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.util.concurrent.TimeoutException;

/** From what the Kubernetes client throws to sentences that say what to do. */
final class KubeFailures {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;

  /** Where the question was asked. */
  record Place(String server, String kubeContext, String namespace) {}

  private KubeFailures() {}

  /**
   * {@code verb} and {@code resource} as RBAC names them, such as "get", "configmaps/chat-view".
   */
  static ChatFailure of(Throwable failure, Place place, String verb, String resource) {
    int code = code(failure);
    return switch (code) {
      case UNAUTHORIZED ->
          failed(
              ChatFailure.Kind.AUTHENTICATION,
              "%s doesn't know who you are (kube context %s)"
                  .formatted(place.server(), place.kubeContext()),
              "log in to the cluster again; this must work: kubectl --context %s auth whoami"
                  .formatted(place.kubeContext()),
              failure);
      case FORBIDDEN ->
          ChatFailure.onTheWay(
              ChatFailure.Kind.REFUSED,
              "you may not %s %s in namespace %s".formatted(verb, resource, place.namespace()),
              "ask who runs the cluster for a role that allows it",
              failure);
      case NOT_FOUND ->
          failed(ChatFailure.Kind.UNAVAILABLE, resource + " isn't there", "", failure);
      case 0 ->
          failed(
              ChatFailure.Kind.UNAVAILABLE,
              "the Kubernetes API at %s can't be reached: %s"
                  .formatted(place.server(), root(failure)),
              "try: kubectl --context %s get --raw /readyz".formatted(place.kubeContext()),
              failure);
      default ->
          failed(
              code >= 500 || code == TOO_MANY
                  ? ChatFailure.Kind.UNAVAILABLE
                  : ChatFailure.Kind.FAILED,
              "the Kubernetes API refused to %s %s: %s".formatted(verb, resource, root(failure)),
              "",
              failure);
    };
  }

  /** The HTTP status; 0 where no answer came. */
  private static int code(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof KubernetesClientException e && e.getCode() > 0) {
        return e.getCode();
      }
      if (t instanceof WebSocketHandshakeException e) {
        return e.getResponse().code();
      }
    }
    return 0;
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof TimeoutException) {
      return "no answer in time";
    }
    String said = root.getMessage();
    return said == null || said.isBlank() ? root.getClass().getSimpleName() : said;
  }

  private static ChatFailure failed(
      ChatFailure.Kind kind, String message, String next, Throwable cause) {
    return new ChatFailure(kind, "", message, next, cause);
  }
}

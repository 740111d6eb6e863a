package chat.view.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the API server, each ended within its limit. The client's own time-out ends with the
 * answer's first line: an answer that stops in its midst would hold a caller for ever.
 */
public final class ApiCalls implements AutoCloseable {
  /** With these the API server says that it wrote nothing: the request is at fault, or refused. */
  private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404, 405, 413, 415, 422);

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("view-api-", 0).factory());
  private final Duration limit;

  public ApiCalls(Duration limit) {
    this.limit = limit;
  }

  /**
   * What {@code request} gives, within the limit.
   *
   * @throws KubernetesClientException where it failed, got no answer, or this thread was
   *     interrupted (it stays so)
   */
  public <T> T call(Supplier<T> request) {
    Future<T> answer;
    try {
      answer = threads.submit(request::get);
    } catch (RejectedExecutionException e) {
      throw new KubernetesClientException("the store is closed", e);
    }
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new KubernetesClientException("no answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("interrupted while waiting for an answer", e);
    } catch (ExecutionException e) {
      throw ofTheClient(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  /** The client wraps its exceptions in one another; the inner one has the answer. */
  private static KubernetesClientException ofTheClient(@Nullable Throwable failure) {
    @Nullable KubernetesClientException found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException each) {
        found = each;
        if (each.getStatus() != null) {
          break;
        }
      }
    }
    return found == null
        ? new KubernetesClientException("the client failed: " + failure, failure)
        : found;
  }

  /** Whether the failed request was certainly not carried out, and never will be. */
  static boolean isRefusal(KubernetesClientException failure) {
    if (REFUSED.contains(failure.getCode())) {
      return true;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof HttpConnectTimeoutException
          || cause instanceof UnknownHostException) {
        return true; // No connection stood, so nothing was sent.
      }
    }
    return false;
  }

  /** The failure in one line, down to what the network or the API server said. */
  public static String reason(KubernetesClientException failure) {
    if (failure.getStatus() != null && failure.getStatus().getMessage() != null) {
      return failure.getCode() + " " + failure.getStatus().getMessage();
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure ? String.valueOf(failure.getMessage()) : root.toString();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

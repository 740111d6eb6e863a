package chat.cli.client;

import java.util.List;
import java.util.Optional;

/**
 * Where nodes can be reached. Asked before every attempt, so that it may change: an endpoint that
 * comes first now and didn't before is used at once.
 */
@FunctionalInterface
public interface Route extends AutoCloseable {
  /**
   * In the order in which to try them; at least one. Any thread. Quick, except the first time.
   * {@code UNAVAILABLE}: not now, ask again; another failure is for good.
   */
  List<Endpoint> endpoints() throws ChatFailure;

  /** Why no endpoint of this route can be reached whatever one waits. Asked after failures. */
  default Optional<ChatFailure> barrier() {
    return Optional.empty();
  }

  /** What is known about the way and may explain why nobody answers; empty where nothing is. */
  default String trouble() {
    return "";
  }

  @Override
  default void close() {}
}

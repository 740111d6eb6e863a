package chat.cli.client;

import java.util.List;

/** Where nodes can be reached. Asked again after every failure, so that it may change. */
@FunctionalInterface
public interface Route {
  /** In the order in which to try them; at least one. Any thread; quick. */
  List<Endpoint> endpoints();
}

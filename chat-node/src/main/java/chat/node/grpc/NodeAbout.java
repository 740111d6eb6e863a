package chat.node.grpc;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a node's status tells beside its role, for people: the version of its program, empty where
 * it isn't known, and which controllers watch it just now.
 */
public record NodeAbout(String version, Supplier<List<Controller>> controllers) {

  /** A controller, as it calls itself; one that is older than these names leaves them empty. */
  public record Controller(String name, String version) {}
}

package chat.cli.command;

import chat.cli.client.ClusterState;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether this program, the nodes and their controllers are of one version, and who watches. */
final class VersionChecks {
  private static final String VERSIONS = "versions";
  private static final String CONTROLLER = "controller";

  private VersionChecks() {}

  /** {@code own} is empty for a program that wasn't packaged. */
  static List<Finding> findings(String own, ClusterState state, String startController) {
    List<ClusterState.Node> nodes =
        state.nodes().stream().filter(ClusterState.Node::isReached).toList();
    if (nodes.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(versions(own, nodes));
    // Nodes that don't say their version can't say who watches, either.
    nodes = nodes.stream().filter(n -> !n.version().isEmpty()).toList();
    if (!nodes.isEmpty()) {
      findings.add(watching(nodes, startController));
    }
    return findings;
  }

  private static Finding versions(String own, List<ClusterState.Node> nodes) {
    Map<String, List<String>> byVersion =
        nodes.stream()
            .collect(
                Collectors.groupingBy(
                    ClusterState.Node::version,
                    TreeMap::new,
                    Collectors.mapping(ClusterState.Node::name, Collectors.toList())));
    if (byVersion.size() > 1) {
      String each =
          byVersion.entrySet().stream()
              .map(e -> String.join(", ", e.getValue()) + plural(e.getValue()) + named(e.getKey()))
              .collect(Collectors.joining("; "));
      return Finding.warn(
          VERSIONS,
          each,
          "while an upgrade is under way that is as it should be; else end it: the older nodes"
              + " have to be started anew, with the newer program");
    }
    String theirs = byVersion.keySet().iterator().next();
    if (!own.isEmpty() && !own.equals(theirs)) {
      return Finding.warn(
          VERSIONS,
          "this command is %s; the nodes run %s".formatted(named(own), named(theirs)),
          isOlder(own, theirs)
              ? "take the command of the nodes' version: it knows all that they can do"
              : "upgrade the nodes, or take the command of their version: what they don't know they"
                  + " refuse");
    }
    return controllers(own, theirs, nodes);
  }

  private static Finding controllers(String own, String theirs, List<ClusterState.Node> nodes) {
    List<ClusterState.Controller> controllers = watchers(nodes);
    List<ClusterState.Controller> others =
        controllers.stream().filter(c -> !c.version().equals(theirs)).toList();
    if (!others.isEmpty()) {
      ClusterState.Controller one = others.getFirst();
      return Finding.warn(
          VERSIONS,
          "controller %s runs %s; the nodes run %s"
              .formatted(one.name(), named(one.version()), named(theirs)),
          "while an upgrade is under way that is as it should be; else start the controller anew,"
              + " with the program of the nodes' version");
    }
    String all =
        "%s%s%s run %s"
            .formatted(
                own.isEmpty() ? "" : "this command, ",
                counted(nodes.size(), "node"),
                controllers.isEmpty() ? "" : " and " + counted(controllers.size(), "controller"),
                named(theirs));
    return Finding.ok(VERSIONS, all);
  }

  private static Finding watching(List<ClusterState.Node> nodes, String startController) {
    List<String> unwatched =
        nodes.stream().filter(n -> n.controllers().isEmpty()).map(ClusterState.Node::name).toList();
    if (unwatched.isEmpty()) {
      return Finding.ok(
          CONTROLLER,
          "%s watch%s the nodes"
              .formatted(
                  counted(watchers(nodes).size(), CONTROLLER),
                  watchers(nodes).size() == 1 ? "es" : ""));
    }
    return Finding.warn(
        CONTROLLER,
        unwatched.size() == nodes.size()
            ? "no controller watches the nodes: a lost primary is replaced by another node in sync,"
                + " two to three seconds later than it could be"
            : "no controller watches " + String.join(", ", unwatched),
        startController);
  }

  private static List<ClusterState.Controller> watchers(List<ClusterState.Node> nodes) {
    return nodes.stream().flatMap(n -> n.controllers().stream()).distinct().toList();
  }

  private static String counted(int count, String what) {
    return count == 1 ? "1 " + what : count + " " + what + "s";
  }

  private static String plural(List<String> names) {
    return names.size() == 1 ? " runs " : " run ";
  }

  private static String named(String version) {
    return version.isEmpty() ? "an older version, which doesn't say which" : version;
  }

  private static boolean isOlder(String one, String other) {
    try {
      return !other.isEmpty() && Version.parse(one).compareTo(Version.parse(other)) < 0;
    } catch (IllegalArgumentException notNumbered) {
      return false;
    }
  }
}

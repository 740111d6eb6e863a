package chat.cli.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of the processes: the same jars and keys as everywhere else. */
final class Launch {
  private static final List<String> NODE_JVM =
      List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:+UseCompactObjectHeaders");
  private static final List<String> CONTROLLER_JVM =
      List.of("-XX:+UseSerialGC", "-Xmx96m", "-XX:+UseCompactObjectHeaders");
  private static final List<String> COMMON =
      List.of(
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");
  static final String CONTROLLER = "controller";

  private final LocalFolder folder;
  private final Apps apps;

  Launch(LocalFolder folder, Apps apps) {
    this.folder = folder;
    this.apps = apps;
  }

  LocalProcess node(LocalNode node) throws IOException {
    String name = node.name().value();
    Path place = folder.of(name);
    String marker = define("chat.data.dir", place.resolve("data"));
    List<String> arguments = new ArrayList<>(NODE_JVM);
    arguments.addAll(COMMON);
    arguments.add(define("chat.node.name", name));
    arguments.add(marker);
    arguments.add(define("chat.client.host", LocalNode.HOST));
    arguments.add(define("chat.client.port", node.clientPort()));
    arguments.add(define("chat.client.advertised", node.client()));
    arguments.add(define("chat.peer.host", LocalNode.HOST));
    arguments.add(define("chat.peer.port", node.peer().port()));
    arguments.add(define("chat.peer.advertised", node.peer()));
    arguments.add(define("quarkus.http.host", LocalNode.HOST));
    arguments.add(define("quarkus.http.port", node.http().port()));
    arguments.add(define("chat.view.file", folder.viewFile()));
    arguments.add(define("chat.peers", peers()));
    // On loopback whoever logs in may stop the processes, too.
    arguments.add(define("chat.operators", "*"));
    addProgram(arguments, Apps.NODE);
    return new LocalProcess(
        name,
        place,
        new LocalProcess.Plan(
            arguments, marker, List.of(node.clientPort(), node.peer().port(), node.http().port())));
  }

  /** The node's program, to restore a backup for it into this folder; it ends by itself. */
  List<String> restore(LocalNode node, Path data, String file) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NODE_JVM);
    command.addAll(COMMON);
    command.add(define("chat.node.name", node.name()));
    command.add(define("chat.data.dir", data));
    addProgram(command, Apps.NODE);
    command.add("restore");
    command.add(file.equals("-") ? file : Path.of(file).toAbsolutePath().toString());
    return command;
  }

  LocalProcess controller() throws IOException {
    List<LocalNode> nodes = folder.nodes();
    int http = nodes.getFirst().clientPort() + LocalFolder.CONTROLLER_HTTP_OFFSET;
    String marker = define("chat.nodes.file", folder.nodesFile());
    List<String> arguments = new ArrayList<>(CONTROLLER_JVM);
    arguments.addAll(COMMON);
    arguments.add(marker);
    arguments.add(define("chat.initial.members", folder.initialMembers()));
    arguments.add(define("chat.view.file", folder.viewFile()));
    arguments.add(define("quarkus.http.host", LocalNode.HOST));
    arguments.add(define("quarkus.http.port", http));
    addProgram(arguments, Apps.CONTROLLER);
    return new LocalProcess(
        CONTROLLER, folder.of(CONTROLLER), new LocalProcess.Plan(arguments, marker, List.of(http)));
  }

  /** The JVM says nothing of a cache that is missing or doesn't fit, and starts without. */
  private void addProgram(List<String> arguments, String module) throws IOException {
    arguments.add("-XX:AOTCache=" + apps.startCache(module));
    arguments.add("-Xlog:disable");
    arguments.add("-jar");
    arguments.add(apps.jar(module).toString());
  }

  private String peers() throws IOException {
    return String.join(",", folder.nodes().stream().map(LocalNode::line).toList());
  }

  private static String define(String key, Object value) {
    return "-D" + key + "=" + value;
  }
}

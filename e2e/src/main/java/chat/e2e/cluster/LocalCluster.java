package chat.e2e.cluster;

import chat.e2e.client.ClusterEye;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Nodes and a controller as processes on loopback, with data in a temporary folder. Closing it ends
 * them all; the folder is removed after {@link #keepNothing()}, else it stays, with its logs, for a
 * look at what went wrong.
 */
public final class LocalCluster implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final long RESTORE_MILLIS = 120_000;

  private final Jars jars = Jars.ofThisBuild();
  private final List<String> jvmOptions;
  private final Path folder;
  private final List<Place> places = new ArrayList<>();
  private final List<Managed> strangers = new ArrayList<>();
  private final List<LocalNode> nodes = new ArrayList<>();
  private final Managed controller;
  private final int controllerHttpPort = Ports.free();
  private boolean keep = true;

  private LocalCluster(int initialMembers, List<String> jvmOptions) {
    this.jvmOptions = List.copyOf(jvmOptions);
    try {
      folder = Files.createTempDirectory("chat-e2e-");
      Files.createDirectories(folder.resolve("view"));
      Files.createFile(nodesFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    controller = controllerProcess(initialMembers);
    for (int i = 0; i < initialMembers; i++) {
      reserve();
    }
    for (Place place : List.copyOf(places)) {
      nodes.add(nodeAt(place));
    }
  }

  /** A name and the ports that go with it. */
  private record Place(String name, int clientPort, int peerPort, int httpPort) {}

  /** A cluster whose processes are not started yet. */
  public static LocalCluster of(int initialMembers) {
    return new LocalCluster(initialMembers, List.of("-XX:TieredStopAtLevel=1"));
  }

  /** The same with other options for the Java machines. */
  public static LocalCluster of(int initialMembers, List<String> jvmOptions) {
    return new LocalCluster(initialMembers, jvmOptions);
  }

  /** A cluster whose processes are all started; they may not serve yet. */
  public static LocalCluster started(int initialMembers) {
    LocalCluster cluster = of(initialMembers);
    cluster.startAll();
    return cluster;
  }

  public void startAll() {
    controller.start();
    nodes.forEach(node -> node.process().start());
  }

  /** A further node; it joins as a learner once started. */
  public LocalNode addNode() {
    LocalNode node = nodeAt(reserve());
    nodes.add(node);
    node.process().start();
    return node;
  }

  /** {@code kill -9} of every process at once. */
  public void killAll() {
    controller.strike();
    nodes.forEach(node -> node.process().strike());
    controller.kill();
    nodes.forEach(node -> node.process().kill());
  }

  public List<LocalNode> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  public LocalNode node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node " + name));
  }

  public Managed controller() {
    return controller;
  }

  /** Where clients reach the nodes, in the nodes' order. */
  public List<String> clientAddresses() {
    return nodes.stream().map(LocalNode::clientAddress).toList();
  }

  public Path folder() {
    return folder;
  }

  /** The run went well: the folder goes with the cluster. */
  public void keepNothing() {
    keep = false;
  }

  @Override
  public void close() {
    strangers.forEach(Managed::kill);
    killAll();
    if (!keep) {
      FileTree.delete(folder);
    } else {
      System.err.println("the cluster's data and logs stay in " + folder);
    }
  }

  private Place reserve() {
    Place place = new Place("chat-" + places.size(), Ports.free(), Ports.free(), Ports.free());
    places.add(place);
    try {
      Files.writeString(nodesFile(), peerEntry(place) + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return place;
  }

  /** A node of this cluster that isn't started, with its data elsewhere than usual. */
  public Managed nodeWithData(String name, Path data) {
    Place place = new Place(name, Ports.free(), Ports.free(), Ports.free());
    Managed process = nodeAt(place, data).process();
    strangers.add(process);
    return process;
  }

  /** Runs the node's program once, to make this backup the node's data; gives its exit code. */
  public int restore(LocalNode node, Path backup, String... options) {
    Place place = new Place(node.name(), node.clientPort(), node.peerPort(), node.httpPort());
    List<String> command = nodeCommand(place, node.data());
    command.add("restore");
    command.add(backup.toString());
    command.addAll(List.of(options));
    Managed program = new Managed("restore to " + node.name(), command, node.folder());
    strangers.add(program);
    program.start();
    return program.awaitExit(RESTORE_MILLIS).orElseThrow();
  }

  private LocalNode nodeAt(Place place) {
    return nodeAt(place, folder.resolve(place.name).resolve("data"));
  }

  private LocalNode nodeAt(Place place, Path data) {
    Path home = folder.resolve(place.name);
    Managed process = new Managed(place.name, nodeCommand(place, data), home);
    return new LocalNode(
        place.name, place.clientPort, place.peerPort, place.httpPort, home, process);
  }

  private List<String> nodeCommand(Place place, Path data) {
    List<String> command = java();
    if (jvmOptions.stream().noneMatch(option -> option.startsWith("-Dchat.operators="))) {
      command.add("-Dchat.operators=" + ClusterEye.OPERATOR);
      command.add("-Dchat.operator.code=" + ClusterEye.OPERATOR_CODE);
    }
    command.add("-Dchat.node.name=" + place.name);
    command.add("-Dchat.data.dir=" + data);
    command.add("-Dchat.client.host=" + HOST);
    command.add("-Dchat.client.port=" + place.clientPort);
    command.add("-Dchat.client.advertised=" + HOST + ":" + place.clientPort);
    command.add("-Dquarkus.grpc.server.host=" + HOST);
    command.add("-Dquarkus.grpc.server.port=" + place.peerPort);
    command.add("-Dchat.peer.port=" + place.peerPort);
    command.add("-Dchat.peer.advertised=" + HOST + ":" + place.peerPort);
    command.add("-Dchat.view.file=" + viewFile());
    command.add("-Dchat.peers=" + String.join(",", places.stream().map(this::peerEntry).toList()));
    command.add("-Dquarkus.http.host=" + HOST);
    command.add("-Dquarkus.http.port=" + place.httpPort);
    command.add("-jar");
    command.add(jars.node().toString());
    return command;
  }

  private String peerEntry(Place place) {
    return place.name + "=" + HOST + ":" + place.peerPort;
  }

  private Managed controllerProcess(int initialMembers) {
    List<String> command = java();
    command.add("-Dchat.view.file=" + viewFile());
    command.add("-Dchat.nodes.file=" + nodesFile());
    command.add("-Dchat.initial.members=" + initialMembers);
    command.add("-Dquarkus.http.host=" + HOST);
    command.add("-Dquarkus.http.port=" + controllerHttpPort);
    command.add("-jar");
    command.add(jars.controller().toString());
    return new Managed("controller", command, folder.resolve("controller"));
  }

  private List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx256m");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(jvmOptions);
    return command;
  }

  private Path viewFile() {
    return folder.resolve("view/view.json");
  }

  private Path nodesFile() {
    return folder.resolve("nodes");
  }
}

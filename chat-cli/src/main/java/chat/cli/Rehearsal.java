package chat.cli;

import chat.cli.client.EmptyNode;
import chat.cli.command.ChatCommand;
import chat.cli.command.Surroundings;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the usual commands once, against a node that says nothing, in a folder of its own: so that
 * the JVM can keep the classes that they need, as they are then ({@code -XX:AOTCacheOutput}), and
 * start with them the next time.
 */
public final class Rehearsal {
  private static final String NODE = "node";
  private static final String PASSWORD = "only a rehearsal\n";

  static final List<List<String>> LINES =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("send", "--help"),
          List.of("login", "nobody", "--password-stdin"),
          List.of("whoami"),
          List.of("whoami", "-o", "json"),
          List.of("send", "somebody", "nothing"),
          List.of("history", "somebody"),
          List.of("inbox", "-o", "jsonl"),
          List.of("conversations"),
          List.of("users"),
          List.of("outbox"),
          List.of("context", "list"),
          List.of("status"),
          List.of("status", "-o", "json"));

  private Rehearsal() {}

  /** With {@code node} as its argument it is the node. */
  public static void main(String[] arguments) throws IOException {
    if (List.of(arguments).equals(List.of(NODE))) {
      serve();
      return;
    }
    Main.prepare();
    Process node = startNode();
    try (BufferedReader says = node.inputReader()) {
      run(says.readLine());
    } finally {
      node.destroy();
    }
    System.exit(0);
  }

  /**
   * The node has a process of its own: what a server needs would be kept among what a command
   * needs, and be loaded at each start.
   */
  private static Process startNode() throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), Rehearsal.class.getName(), NODE)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Until whoever started it ends. */
  private static void serve() throws IOException {
    try (EmptyNode node = new EmptyNode()) {
      System.out.println(node.address());
      while (System.in.read() >= 0) {}
    }
  }

  /** Fails where a command does. */
  static void run(String address) throws IOException {
    Path home = Files.createTempDirectory("chat-rehearsal-");
    try {
      for (List<String> line : LINES) {
        int exitCode = ChatCommand.execute(around(home), at(address, line));
        if (exitCode != 0) {
          throw new IllegalStateException(line + " ended with " + exitCode);
        }
      }
    } finally {
      delete(home);
    }
  }

  /** What needs no node is run as it is: with more it would be another path. */
  private static String[] at(String address, List<String> line) {
    if (line.contains("--help") || line.contains("--version")) {
      return line.toArray(String[]::new);
    }
    return Stream.concat(line.stream(), Stream.of("--address", address)).toArray(String[]::new);
  }

  private static Surroundings around(Path home) {
    InputStream password = new ByteArrayInputStream(PASSWORD.getBytes(StandardCharsets.UTF_8));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Surroundings(
        Map.of("HOME", home.toString()),
        password,
        nowhere,
        nowhere,
        false,
        false,
        Optional.empty(),
        home);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}

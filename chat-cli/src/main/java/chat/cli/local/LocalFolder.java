package chat.cli.local;

import chat.cli.client.Endpoint;
import chat.cli.client.Route;
import chat.cli.profile.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a local cluster keeps on disk:
 *
 * <pre>
 * nodes             name=host:peerport, one a line; the controller rereads it
 * initial-members   how many of them the first view waits for
 * view/view.json    the view
 * chat-0/           data/  log  pid       and so on for each node
 * controller/       log  pid
 * app/              copies of the programs
 * replaced-…/       what was there before a backup was restored
 * </pre>
 */
public record LocalFolder(Path path) {
  static final int STANDARD_BASE = 7400;
  static final int STANDARD_NODES = 3;
  static final int CONTROLLER_HTTP_OFFSET = 9;

  public static Path standard(Folders folders) {
    return folders.data().resolve("local");
  }

  Path nodesFile() {
    return path.resolve("nodes");
  }

  Path viewFile() {
    return path.resolve("view").resolve("view.json");
  }

  Path copies() {
    return path.resolve("app");
  }

  Path lockFile() {
    return path.resolve("lock");
  }

  Path of(String process) {
    return path.resolve(process);
  }

  /** None before the first {@code up}. */
  List<LocalNode> nodes() throws IOException {
    try {
      return Files.readAllLines(nodesFile()).stream()
          .filter(line -> !line.isBlank())
          .map(LocalNode::parse)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** The whole list is replaced at once: the controller never reads half of it. */
  void writeNodes(List<LocalNode> nodes) throws IOException {
    replace(nodesFile(), String.join("\n", nodes.stream().map(LocalNode::line).toList()) + "\n");
  }

  int initialMembers() throws IOException {
    return Integer.parseInt(Files.readString(path.resolve("initial-members")).strip());
  }

  void writeInitialMembers(int count) throws IOException {
    replace(path.resolve("initial-members"), count + "\n");
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Every node of the nodes file, read anew each time. Where there is none, the standard ports:
   * another user's cluster may run there.
   */
  public Route route() {
    return () -> {
      try {
        List<Endpoint> endpoints = new ArrayList<>();
        for (LocalNode node : nodesOrStandard()) {
          endpoints.add(new Endpoint(node.name().value(), node.client()));
        }
        return endpoints;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private List<LocalNode> nodesOrStandard() throws IOException {
    List<LocalNode> known = nodes();
    return known.isEmpty() ? fresh(STANDARD_BASE, STANDARD_NODES) : known;
  }

  static List<LocalNode> fresh(int base, int count) {
    List<LocalNode> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(LocalNode.of(base, i));
    }
    return nodes;
  }
}

package chat.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A node of the cluster: where it listens, where its data lies, and its process. */
public record LocalNode(
    String name, int clientPort, int peerPort, int httpPort, Path folder, Managed process) {

  /** Where clients reach it. */
  public String clientAddress() {
    return LocalCluster.HOST + ":" + clientPort;
  }

  public Path data() {
    return folder.resolve("data");
  }

  /** SQLite's libraries that the node's processes unpacked, as far as they are still there. */
  public List<String> unpackedLibraries() {
    try (Stream<Path> files = Files.list(data().resolve("native"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".lck"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loses the disk: the node comes back as a new member. It must not run. */
  public void wipe() {
    if (process.isAlive()) {
      throw new IllegalStateException("wiping the disk of " + name + ", which runs");
    }
    FileTree.delete(data());
  }
}

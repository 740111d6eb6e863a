package chat.cli.local;

import chat.cli.output.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a backup the data of a local cluster that doesn't run: the first node gets it, the others
 * begin empty and join it.
 *
 * <pre>
 * restoring/            the first node's data, made and checked by the node's own program
 * replaced-TIMESTAMP/   what was there before: the view, then the nodes' data folders
 * </pre>
 *
 * <p>The view goes first: without it nobody starts beside data that is left, so that a restore that
 * was interrupted can only be run again.
 */
final class LocalRestore {
  private static final int HAS_DATA_OR_BAD_BACKUP = 5;
  private static final String DATA = "data";

  /** All that is in {@code restoring/} while a restore runs. */
  private static final Set<String> STAGED = Set.of(DATA, "out", "err");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final LocalFolder folder;
  private final Launch launch;

  LocalRestore(LocalFolder folder, Launch launch) {
    this.folder = folder;
    this.launch = launch;
  }

  /** {@code file}: a path, or {@code -} for this process's standard input. */
  LocalCluster.Restored run(String file, boolean replace) throws IOException, LocalFailure {
    if (!replace && holdsData()) {
      throw new LocalFailure(
          ExitCode.REFUSED,
          "the cluster in %s holds data already".formatted(folder.path()),
          "set it aside with --replace, or restore elsewhere with --dir DIR");
    }
    Path staging = folder.path().resolve("restoring");
    clear(staging);
    LocalNode first = folder.nodes().getFirst();
    JsonNode made = make(first, staging.resolve(DATA), file);
    Optional<Path> aside = setAside();
    Files.createDirectories(data(first).getParent());
    Files.move(staging.resolve(DATA), data(first), StandardCopyOption.ATOMIC_MOVE);
    FileTree.delete(staging);
    return new LocalCluster.Restored(
        made.path("clusterId").asText(),
        made.path("from").asText(),
        made.path("epoch").asLong(),
        made.path("position").asLong(),
        aside);
  }

  private Path data(LocalNode node) {
    return folder.of(node.name().value()).resolve(DATA);
  }

  private boolean holdsData() throws IOException {
    boolean found = Files.exists(folder.viewFile());
    for (LocalNode node : folder.nodes()) {
      found |= Files.exists(data(node));
    }
    return found;
  }

  private JsonNode make(LocalNode node, Path data, String file) throws IOException, LocalFailure {
    Files.createDirectories(data);
    Path out = data.resolveSibling("out");
    Path err = data.resolveSibling("err");
    Process process =
        new ProcessBuilder(launch.restore(node, data, file))
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new LocalFailure(
            code == HAS_DATA_OR_BAD_BACKUP ? ExitCode.REFUSED : ExitCode.FAILURE,
            Files.readString(err).strip().replaceFirst("^chat-node: ", ""),
            "nothing was changed");
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new LocalFailure(ExitCode.INTERRUPTED, "interrupted", "nothing was changed");
    }
    return new ObjectMapper().readTree(out.toFile());
  }

  private Optional<Path> setAside() throws IOException {
    if (!holdsData()) {
      return Optional.empty();
    }
    Path aside = folder.path().resolve("replaced-" + TIMESTAMP.format(Instant.now()));
    Files.createDirectory(aside);
    if (Files.exists(folder.viewFile())) {
      Files.move(folder.viewFile(), aside.resolve(folder.viewFile().getFileName()));
    }
    for (LocalNode node : folder.nodes()) {
      if (Files.exists(data(node))) {
        Path kept = Files.createDirectory(aside.resolve(node.name().value()));
        Files.move(data(node), kept.resolve(DATA));
      }
    }
    return Optional.of(aside);
  }

  /** What an interrupted restore left. A folder of somebody else's is not touched. */
  private static void clear(Path staging) throws IOException, LocalFailure {
    if (!Files.isDirectory(staging)) {
      return;
    }
    try (Stream<Path> all = Files.list(staging)) {
      if (!all.allMatch(p -> STAGED.contains(String.valueOf(p.getFileName())))) {
        throw new LocalFailure(
            ExitCode.REFUSED,
            staging + " holds something that no restore put there",
            "move it away, or restore elsewhere with --dir DIR");
      }
    }
    FileTree.delete(staging);
  }
}

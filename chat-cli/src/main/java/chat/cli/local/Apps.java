package chat.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built programs, run from copies in the cluster's folder: a build that replaces the originals
 * would pull the classes from under running processes. A copy is named after its build and stays
 * until {@link #dropOlder}.
 */
final class Apps {
  static final String NODE = "chat-node";
  static final String CONTROLLER = "chat-controller";
  private static final String RUNNER = "quarkus-run.jar";
  private static final String START_CACHE = "start.aot";

  private final Path home;
  private final Path copies;

  Apps(Path home, Path copies) {
    this.home = home;
    this.copies = copies;
  }

  private Path built(String module) {
    return home.resolve(module).resolve("target").resolve("quarkus-app");
  }

  /** Where the copy of the newest build is, or will be after {@link #install}. */
  Path jar(String module) throws IOException {
    return copy(module).resolve(RUNNER);
  }

  /** Where its classes are kept as they were after a start; may be missing. */
  Path startCache(String module) throws IOException {
    return copy(module).resolve(START_CACHE);
  }

  private Path copy(String module) throws IOException {
    long built = Files.getLastModifiedTime(built(module).resolve(RUNNER)).toMillis();
    return copies.resolve(module + "-" + built);
  }

  /** Fails where a program isn't built. */
  void check() throws LocalFailure {
    for (String module : new String[] {NODE, CONTROLLER}) {
      Path jar = built(module).resolve(RUNNER);
      if (!Files.exists(jar)) {
        throw new LocalFailure(
            "the program of the nodes isn't here: " + jar,
            "start the CLI as ./chat in the source tree, which builds what is missing");
      }
    }
  }

  /** Makes the copies of the newest build, if they aren't there; fails where there is none. */
  void install() throws IOException, LocalFailure {
    check();
    for (String module : new String[] {NODE, CONTROLLER}) {
      Path copy = copy(module);
      if (!Files.exists(copy)) {
        Files.createDirectories(copies);
        Path half = Files.createTempDirectory(copies, ".half-");
        copyTree(built(module), half);
        Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** Deletes the copies of other builds, and what an interrupted copying left; nothing may run. */
  void dropOlder() throws IOException {
    List<Path> kept = List.of(copy(NODE), copy(CONTROLLER));
    List<Path> old;
    try (Stream<Path> all = Files.list(copies)) {
      old = all.filter(path -> !kept.contains(path)).toList();
    }
    for (Path path : old) {
      FileTree.delete(path);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          // With its time: an AOT cache holds only for the very jars that it was made from.
          Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}

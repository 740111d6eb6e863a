package chat.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which process was started, told apart from a later one with the same number by its start time and
 * by a marker on its command line: a foreign process is never taken for ours.
 */
final class PidFile {
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
  private final Path file;
  private final String marker;

  /** {@code marker}: an argument that only this process has. */
  PidFile(Path file, String marker) {
    this.file = file;
    this.marker = marker;
  }

  void write(ProcessHandle process) throws IOException {
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(fresh, process.pid() + " " + started + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The process, if it lives. */
  Optional<ProcessHandle> running() throws IOException {
    try {
      String[] parts = Files.readString(file).strip().split(" ");
      if (parts.length != 2) {
        return Optional.empty();
      }
      long started = Long.parseLong(parts[1]);
      return ProcessHandle.of(Long.parseLong(parts[0]))
          .filter(ProcessHandle::isAlive)
          .filter(p -> startedAt(p, started))
          .filter(this::hasMarker);
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean startedAt(ProcessHandle process, long millis) {
    return process
        .info()
        .startInstant()
        .map(at -> Math.abs(at.toEpochMilli() - millis) <= CLOCK_TOLERANCE.toMillis())
        .orElse(false);
  }

  /** A system that doesn't show arguments leaves it to the start time. */
  private boolean hasMarker(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(marker))
        .orElse(true);
  }
}

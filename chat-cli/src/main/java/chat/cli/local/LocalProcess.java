package chat.cli.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node or the controller as a process of its own that outlives this one. */
final class LocalProcess {
  static final Duration TERM_LIMIT = Duration.ofSeconds(15);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
  private static final int TAIL_LINES = 12;
  private static final int TAIL_BYTES = 16 << 10;

  private final String name;
  private final Path folder;
  private final PidFile pidFile;
  private final Plan plan;

  /** How to start it: the arguments behind {@code java}, what marks it, and the ports it needs. */
  record Plan(List<String> arguments, String marker, List<Integer> ports) {
    Plan {
      arguments = List.copyOf(arguments);
      ports = List.copyOf(ports);
    }
  }

  LocalProcess(String name, Path folder, Plan plan) {
    this.name = name;
    this.folder = folder;
    this.plan = plan;
    this.pidFile = new PidFile(folder.resolve("pid"), plan.marker());
  }

  String name() {
    return name;
  }

  Path log() {
    return folder.resolve("log");
  }

  Optional<ProcessHandle> running() throws IOException {
    return pidFile.running();
  }

  /** Whether it had to be started. */
  boolean ensureRunning() throws IOException, LocalFailure {
    if (running().isPresent()) {
      return false;
    }
    Files.createDirectories(folder);
    checkPorts();
    List<String> command = new ArrayList<>(detached());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(plan.arguments());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    pidFile.write(process.toHandle());
    return true;
  }

  /**
   * In a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it; where
   * the system has no {@code setsid}, deaf to both signals.
   */
  private static List<String> detached() {
    for (String place : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (Files.isExecutable(Path.of(place))) {
        return List.of(place);
      }
    }
    return List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
  }

  /** Fails where somebody else has a port that it needs. */
  void checkPorts() throws IOException, LocalFailure {
    for (int port : plan.ports()) {
      checkFree(port);
    }
  }

  private void checkFree(int port) throws IOException, LocalFailure {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(LocalNode.HOST), port));
    } catch (java.net.BindException e) {
      throw new LocalFailure(
          "port %d, which %s needs, is in use".formatted(port, name),
          "free it, or take other ports and another folder: chat local up --dir DIR --port BASE");
    }
  }

  /** {@code kill -9}. Whether it ran. */
  boolean kill() throws IOException, LocalFailure {
    Optional<ProcessHandle> process = running();
    if (process.isEmpty()) {
      return false;
    }
    process.get().destroyForcibly();
    awaitEnd(process.get(), KILL_LIMIT);
    return true;
  }

  /** Asks it to end, without waiting. Whether it ran. */
  Optional<ProcessHandle> terminate() throws IOException {
    Optional<ProcessHandle> process = running();
    process.ifPresent(ProcessHandle::destroy);
    return process;
  }

  void awaitEnd(ProcessHandle process, Duration limit) throws LocalFailure {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new LocalFailure(
          "%s (process %d) doesn't end".formatted(name, process.pid()),
          "look at " + log() + ", or: chat local kill " + name);
    } catch (ExecutionException | CompletionException e) {
      throw new LocalFailure("%s can't be awaited: %s".formatted(name, e.getCause()), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("interrupted", "");
    }
  }

  /** The end of the log, for a person who wonders why it doesn't run. */
  String logTail() throws IOException {
    if (!Files.exists(log())) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
  }
}

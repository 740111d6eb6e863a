package chat.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that is started, killed and started again with the same command. Its output is appended
 * to one file over all its lives.
 */
public final class Managed {
  private static final int GRACE_SECONDS = 30;

  private final String name;
  private final List<String> command;
  private final Path folder;
  private final Path log;
  private @Nullable Process process;
  private boolean frozen;

  public Managed(String name, List<String> command, Path folder) {
    this.name = name;
    this.command = List.copyOf(command);
    this.folder = folder;
    this.log = folder.resolve("log");
  }

  public synchronized void start() {
    if (isAlive()) {
      throw new IllegalStateException(name + " runs already");
    }
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(key -> key.startsWith("CHAT_"));
      process =
          builder
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      frozen = false;
      Reaper.watch(process);
    } catch (IOException e) {
      throw new UncheckedIOException("start of " + name, e);
    }
  }

  /** {@code kill -9}; returns once the process is gone. */
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      awaitEnd(process);
    }
  }

  /** {@code kill -9} without waiting. */
  public synchronized void strike() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** SIGTERM; returns once the process is gone, after a time by force. */
  public synchronized int stop() {
    Process ending = running();
    if (frozen) {
      thaw();
    }
    ending.destroy();
    return awaitEnd(ending);
  }

  /** SIGSTOP: it keeps its connections and says nothing. */
  public synchronized void freeze() {
    signal("STOP");
    frozen = true;
  }

  /** SIGCONT. */
  public synchronized void thaw() {
    signal("CONT");
    frozen = false;
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  public synchronized long pid() {
    return running().pid();
  }

  /** Waits for it to end by itself. Empty: it still runs. */
  public java.util.OptionalInt awaitExit(long timeoutMillis) {
    Process ending = process;
    try {
      return ending != null && ending.waitFor(timeoutMillis, TimeUnit.MILLISECONDS)
          ? java.util.OptionalInt.of(ending.exitValue())
          : java.util.OptionalInt.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** All that it printed so far, in all its lives. */
  public String output() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return name;
  }

  private Process running() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException(name + " doesn't run");
    }
    return process;
  }

  private void signal(String signal) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + signal, Long.toString(running().pid()))
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + signal + " " + name + " gave " + status);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("kill -" + signal + " " + name, e);
    }
  }

  private static int awaitEnd(Process ending) {
    try {
      if (!ending.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        ending.destroyForcibly();
      }
      return ending.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}

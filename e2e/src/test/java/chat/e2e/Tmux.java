package chat.e2e;

import chat.e2e.client.Condition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A terminal that a test looks at and types into: one window of a tmux server of its own. */
public final class Tmux implements AutoCloseable {
  private final String server =
      "chat-e2e-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

  private boolean closed;

  /** A window of a size, in which a shell runs one line and then waits. */
  static Tmux running(Workplace place, int columns, int rows, String line) {
    return running(place.start(""), columns, rows, line);
  }

  /** The same, in the environment and the folder of a builder. */
  public static Tmux running(ProcessBuilder builder, int columns, int rows, String line) {
    Tmux tmux = new Tmux();
    List<String> command =
        tmux.command(
            "new-session", "-d", "-x", "" + columns, "-y", "" + rows, line + "; echo ended; cat");
    tmux.execute(builder, command);
    return tmux;
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null", "-L", server));
    command.addAll(List.of(arguments));
    return command;
  }

  private String tmux(String... arguments) {
    return execute(new ProcessBuilder(), command(arguments));
  }

  private String execute(ProcessBuilder builder, List<String> command) {
    try {
      builder.command(command).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().remove("TMUX");
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Characters, as they are. */
  public Tmux type(String text) {
    tmux("send-keys", "-l", "--", text);
    return this;
  }

  /** Keys by tmux's names: Enter, Tab, PPage, C-n. */
  public Tmux press(String... keys) {
    for (String key : keys) {
      tmux("send-keys", key);
    }
    return this;
  }

  /** As from a clipboard. */
  Tmux paste(String text) {
    tmux("set-buffer", "--", text);
    tmux("paste-buffer", "-p", "-r");
    return this;
  }

  Tmux resize(int columns, int rows) {
    tmux("resize-window", "-x", "" + columns, "-y", "" + rows);
    return this;
  }

  public List<String> rows() {
    return tmux("capture-pane", "-p").lines().toList();
  }

  public String screen() {
    return String.join("\n", rows());
  }

  /** With what colours and emphasis are switched on by. */
  String colors() {
    return tmux("capture-pane", "-p", "-e");
  }

  public Tmux await(String what, Predicate<String> screen) {
    Condition.await(what, Run.PATIENCE_MILLIS, () -> screen.test(screen()), () -> "\n" + screen());
    return this;
  }

  public Tmux awaitText(String text) {
    return await(text, s -> s.contains(text));
  }

  Tmux awaitNoText(String text) {
    return await("no " + text, s -> !s.contains(text));
  }

  /** A row that has the one in it and ends with the other. */
  Tmux awaitRow(String text, String end) {
    return await(
        "a row with '%s' that ends with '%s'".formatted(text, end),
        s -> s.lines().anyMatch(r -> r.contains(text) && r.stripTrailing().endsWith(end)));
  }

  /** What runs in the window is killed, without a word; its shell goes on. */
  void killRunning() {
    long shell = Long.parseLong(tmux("display-message", "-p", "#{pane_pid}").strip());
    ProcessHandle.of(shell).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
  }

  /** Twice does no harm. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tmux("kill-server");
    }
  }
}

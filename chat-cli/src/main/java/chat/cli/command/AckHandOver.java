package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.output.Screen;
import chat.cli.text.Utf8Lines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lines to standard output, each taken when the consumer confirms it on standard input: with its
 * id, which confirms those before it, too, or with an empty line for the oldest that waits. A
 * thread of its own reads the confirmations.
 */
final class AckHandOver implements HandOver {
  /** How many events, those without a line included, may wait for a confirmation. */
  private static final int MAX_STEPS = 1024;

  private final Screen screen;
  private final InputStream confirmations;
  private final ListenProgress progress;
  private final int window;
  private final Deque<Given> given = new ArrayDeque<>();
  private int unconfirmed;
  private boolean over;
  private @Nullable ChatFailure failure;

  /** A step on the way; without an id it waits for those before it only. */
  private record Given(ListenProgress.Step step, Optional<String> id) {}

  /** {@code window}: so many lines may wait for their confirmation. */
  AckHandOver(Screen screen, InputStream confirmations, ListenProgress progress, int window) {
    this.screen = screen;
    this.confirmations = confirmations;
    this.progress = progress;
    this.window = window;
  }

  void start() {
    Thread.ofPlatform().daemon().name("confirmations").start(this::read);
  }

  @Override
  public boolean give(ListenProgress.Step step, ListenLine line) {
    synchronized (this) {
      awaitFewerThan(window);
      if (over) {
        return false;
      }
      given.add(new Given(step, Optional.of(line.id())));
      unconfirmed++;
    }
    screen.line(line.printed());
    if (!screen.flush()) {
      end();
    }
    return !isOver();
  }

  @Override
  public synchronized void pass(ListenProgress.Step step) {
    while (given.size() >= MAX_STEPS && !over) {
      await();
    }
    given.add(new Given(step, Optional.empty()));
    takeUnasked();
  }

  @Override
  public synchronized boolean isOver() {
    return over;
  }

  @Override
  public synchronized void finish() throws ChatFailure {
    awaitFewerThan(1);
    if (failure != null) {
      throw failure;
    }
    if (unconfirmed > 0) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED,
          "the consumer ended with %d unconfirmed".formatted(unconfirmed),
          "they come again with the next `chat listen`");
    }
  }

  private synchronized void awaitFewerThan(int limit) {
    while (unconfirmed >= limit && !over) {
      await();
    }
  }

  private synchronized void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      over = true;
    }
  }

  private void read() {
    Utf8Lines lines = new Utf8Lines(confirmations, "the confirmations");
    try {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        confirm(line.get());
        // Those that came together are saved together.
        if (confirmations.available() == 0) {
          progress.save();
        }
      }
    } catch (ChatFailure e) {
      fail(e);
    } catch (IOException e) {
      fail(new ChatFailure(ChatFailure.Kind.FAILED, String.valueOf(e.getMessage()), ""));
    }
    end();
  }

  private synchronized void confirm(String id) throws ChatFailure {
    boolean known = id.isEmpty() ? unconfirmed > 0 : isWaiting(id);
    if (!known) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED,
          "a confirmation came for what doesn't wait for one: " + (id.isEmpty() ? "(next)" : id),
          "");
    }
    boolean found = false;
    while (!found) {
      Given next = given.remove();
      progress.take(next.step());
      if (next.id().isPresent()) {
        unconfirmed--;
        found = id.isEmpty() || next.id().get().equals(id);
      }
    }
    takeUnasked();
    notifyAll();
  }

  private boolean isWaiting(String id) {
    return given.stream().anyMatch(g -> g.id().equals(Optional.of(id)));
  }

  private synchronized void takeUnasked() {
    while (!given.isEmpty() && given.getFirst().id().isEmpty()) {
      progress.take(given.remove().step());
    }
  }

  private synchronized void fail(ChatFailure why) {
    failure = why;
  }

  private synchronized void end() {
    over = true;
    notifyAll();
  }
}

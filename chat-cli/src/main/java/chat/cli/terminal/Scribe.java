package chat.cli.terminal;

import chat.cli.client.RequestId;
import chat.cli.delivery.OutboxSender;
import chat.cli.profile.Outbox;
import chat.cli.profile.OutboxFullException;
import chat.cli.session.Input;
import chat.cli.session.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes messages into the outbox in the order of typing, on a thread of its own: a slow disk
 * delays the mark of a message, never the painting. The screen learns that a message is stored
 * after the write has returned. {@link #finish} waits for everything that was given before it.
 */
final class Scribe implements Runnable {
  /** Messages that wait for the disk at once; more are refused, and stay in the prompt. */
  static final int CAPACITY = 1_000;

  /** Writes that take longer than this at the end are given up, and told. */
  static final Duration FINISH_LIMIT = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final OutboxSender.Author author;
  private final Inputs inputs;
  private final Courier courier;
  private final List<Request> waiting = new ArrayList<>();
  private final List<String> unkept = new ArrayList<>();
  private boolean finishing;

  Scribe(Outbox outbox, OutboxSender.Author author, Inputs inputs, Courier courier) {
    this.outbox = outbox;
    this.author = author;
    this.inputs = inputs;
    this.courier = courier;
  }

  /** Never waits. False where too much waits already. */
  synchronized boolean offer(Request send) {
    if (waiting.size() >= CAPACITY) {
      return false;
    }
    waiting.add(send);
    notifyAll();
    return true;
  }

  @Override
  public void run() {
    try {
      while (true) {
        switch (next()) {
          case Request.Send send -> write(send);
          case Request.Drop drop -> drop(drop);
          case Request other -> throw new IllegalArgumentException("nothing to write: " + other);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stays in the list until it is written, so that {@link #finish} waits for it. */
  private synchronized Request next() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    return waiting.getFirst();
  }

  private void write(Request.Send send) {
    Outbox.Entry meant =
        new Outbox.Entry(
            RequestId.random().value(),
            System.currentTimeMillis(),
            author.name(),
            send.to(),
            send.text(),
            author.cluster(),
            "");
    courier.expect(meant.requestId(), send.ticket());
    try {
      outbox.append(meant);
      done(send, new Input.Stored(send.ticket()));
      courier.written(meant.requestId());
    } catch (IOException e) {
      courier.notWritten(meant.requestId());
      unkept(send, "the outbox can't be written: " + e);
    } catch (OutboxFullException e) {
      courier.notWritten(meant.requestId());
      unkept(send, String.valueOf(e.getMessage()));
    }
  }

  private void unkept(Request.Send send, String why) {
    synchronized (this) {
      unkept.add(send.text());
    }
    done(send, new Input.Failed(send.ticket(), why));
  }

  private void drop(Request.Drop drop) {
    courier.recalled(drop.ticket());
    synchronized (this) {
      waiting.remove(drop);
      notifyAll();
    }
  }

  /** Once the screen is being left nobody takes inputs any more. */
  private void done(Request request, Input outcome) {
    boolean told;
    synchronized (this) {
      waiting.remove(request);
      told = !finishing;
      notifyAll();
    }
    if (told) {
      inputs.put(outcome);
    }
  }

  /**
   * Waits until everything is written that was given before. Texts that could not be written since
   * the screen stopped taking inputs: nobody can see them any more.
   */
  synchronized List<String> finish() {
    if (!finishing) {
      finishing = true;
      unkept.clear();
    }
    long deadline = System.nanoTime() + FINISH_LIMIT.toNanos();
    boolean interrupted = false;
    while (!waiting.isEmpty() && System.nanoTime() < deadline) {
      try {
        wait(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    List<String> lost = new ArrayList<>(unkept);
    for (Request request : waiting) {
      if (request instanceof Request.Send send) {
        lost.add(send.text());
      }
    }
    return lost;
  }
}

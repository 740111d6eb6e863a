package chat.cli.terminal;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.RequestId;
import chat.cli.client.Sent;
import chat.cli.profile.Outbox;
import chat.cli.session.Input;
import chat.cli.session.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Sends messages, one after the other in the order in which they were written, each from the
 * outbox. One whose fate isn't known holds up those behind it and is repeated with its request id
 * until it is known; what is certainly not sent leaves the outbox, since its text goes back to the
 * prompt.
 */
final class Courier implements Runnable {
  static final int CAPACITY = 1_000;

  private final ChatClient client;
  private final Outbox outbox;
  private final String me;
  private final Inputs inputs;
  private final BlockingQueue<Parcel> waiting = new ArrayBlockingQueue<>(CAPACITY);

  /** {@code kept}: it is in the outbox already, from an earlier run. */
  private record Parcel(long ticket, Outbox.Entry entry, boolean kept) {}

  Courier(ChatClient client, Outbox outbox, String me, Inputs inputs) {
    this.client = client;
    this.outbox = outbox;
    this.me = me;
    this.inputs = inputs;
  }

  /** What an earlier run left, with tickets below 0. Before anything else is sent. */
  void resume(List<Outbox.Entry> left) {
    long ticket = 0;
    for (Outbox.Entry entry : left) {
      ticket--;
      if (entry.from().equals(me) && waiting.offer(new Parcel(ticket, entry, true))) {
        inputs.put(new Input.Waiting(ticket, entry.to(), entry.text(), entry.createdMillis()));
      }
    }
  }

  /** Never waits. False where too much waits already. */
  boolean offer(Request.Send send) {
    Outbox.Entry entry =
        new Outbox.Entry(
            RequestId.random().value(), System.currentTimeMillis(), me, send.to(), send.text());
    return waiting.offer(new Parcel(send.ticket(), entry, false));
  }

  @Override
  public void run() {
    try {
      while (true) {
        deliver(waiting.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Parcel parcel) throws InterruptedException {
    try {
      if (!parcel.kept()) {
        outbox.add(parcel.entry());
      }
    } catch (IOException e) {
      inputs.put(new Input.Failed(parcel.ticket(), "the outbox can't be written: " + e));
      return;
    }
    while (!attempt(parcel)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Whether there is no more to do for now. */
  private boolean attempt(Parcel parcel) {
    Outbox.Entry entry = parcel.entry();
    try {
      Sent sent = client.send(new RequestId(entry.requestId()), entry.to(), entry.text());
      forget(entry);
      inputs.put(new Input.Acknowledged(parcel.ticket(), sent.seq(), sent.timeMillis()));
      return true;
    } catch (ChatFailure failure) {
      String why = String.valueOf(failure.getMessage());
      return switch (failure.kind()) {
        case OUTCOME_UNKNOWN -> {
          inputs.put(new Input.Undecided(parcel.ticket(), why));
          yield false;
        }
        case FAILED -> {
          inputs.put(new Input.Undecided(parcel.ticket(), why + "; it stays in the outbox"));
          yield true;
        }
        case REFUSED, NOT_FOUND, AUTHENTICATION -> {
          returned(parcel, why);
          yield true;
        }
        case UNAVAILABLE -> {
          returned(parcel, why);
          // Those behind it were written after it: they don't overtake it.
          List<Parcel> behind = new ArrayList<>();
          waiting.drainTo(behind);
          behind.forEach(p -> returned(p, why));
          yield true;
        }
      };
    }
  }

  private void returned(Parcel parcel, String why) {
    forget(parcel.entry());
    inputs.put(new Input.Failed(parcel.ticket(), why));
  }

  private void forget(Outbox.Entry entry) {
    try {
      outbox.remove(entry);
    } catch (IOException e) {
      inputs.put(new Input.Trouble("an entry of the outbox can't be removed: " + e.getMessage()));
    }
  }
}

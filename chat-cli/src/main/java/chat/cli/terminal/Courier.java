package chat.cli.terminal;

import chat.cli.client.ChatFailure;
import chat.cli.client.Sent;
import chat.cli.delivery.OutboxSender;
import chat.cli.profile.Outbox;
import chat.cli.session.Input;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends what waits in the outbox, whichever process wrote it, for as long as the screen is open. An
 * outage, however long, only delays: entries leave the outbox after their acknowledgement.
 *
 * <pre>
 * woken, or 1 s ─► read the outbox ─► each conversation, oldest first ─► acknowledged ─► removed
 *      ▲                                        │ refused by a rule  ─► kept with the reason
 *      └────────────────────────────────────────┴ can't be sent now  ─► kept; try again
 * </pre>
 */
final class Courier implements Runnable, OutboxSender.Outcomes {
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Set<String> SESSION_ENDED =
      Set.of("SESSION_INVALID", ChatFailure.ANOTHER_CLUSTER);

  private final OutboxSender sender;
  private final Outbox outbox;
  private final OutboxSender.Author author;
  private final Inputs inputs;
  private final Map<UUID, Long> tickets = new ConcurrentHashMap<>();

  /** Messages of this screen that may not be in the outbox yet. */
  private final Set<UUID> unwritten = ConcurrentHashMap.newKeySet();

  private long resumed;
  private boolean woken;
  private boolean stuck;
  private String lastTrouble = "";

  Courier(OutboxSender sender, Outbox outbox, OutboxSender.Author author, Inputs inputs) {
    this.sender = sender;
    this.outbox = outbox;
    this.author = author;
    this.inputs = inputs;
  }

  /** A message of this screen, before it is written. */
  void expect(UUID requestId, long ticket) {
    unwritten.add(requestId);
    tickets.put(requestId, ticket);
  }

  void written(UUID requestId) {
    unwritten.remove(requestId);
    wake();
  }

  void notWritten(UUID requestId) {
    tickets.remove(requestId);
    unwritten.remove(requestId);
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /**
   * Waits a little for what can be sent at once, where the last attempt didn't fail. Whatever is
   * left stays in the outbox.
   */
  synchronized void settle(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!stuck && System.nanoTime() < deadline && !sender.waiting().isEmpty()) {
      try {
        wait(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void run() {
    try {
      resume();
      while (true) {
        if (!round()) {
          return;
        }
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void pause() throws InterruptedException {
    if (!woken) {
      wait(ROUND.toMillis());
    }
    woken = false;
  }

  /** Shows what an earlier run, or another process, left; tickets below 0. */
  private void resume() {
    try {
      Outbox.Contents contents = outbox.contents();
      for (Outbox.Entry entry : contents.entries()) {
        if (entry.from().equals(author.name()) && !tickets.containsKey(entry.requestId())) {
          show(entry);
        }
      }
      damaged(contents.damaged());
    } catch (IOException e) {
      trouble("the outbox can't be read: " + e.getMessage());
    }
  }

  private void damaged(List<Outbox.Damage> damaged) {
    if (!damaged.isEmpty()) {
      inputs.put(
          new Input.Trouble(
              "damaged and set aside in the outbox: %d; see: chat outbox"
                  .formatted(damaged.size())));
    }
  }

  private void show(Outbox.Entry entry) {
    resumed--;
    tickets.put(entry.requestId(), resumed);
    inputs.put(new Input.Waiting(resumed, entry.to(), entry.text(), entry.createdMillis()));
    if (entry.isRefused()) {
      inputs.put(new Input.Refused(resumed, entry.refused()));
    } else if (!entry.isFor(author.cluster())) {
      inputs.put(
          new Input.Refused(resumed, "written for another cluster; see: chat outbox rebind"));
    }
  }

  /** False where this session will never send anything again. */
  private boolean round() throws InterruptedException {
    boolean goesOn = true;
    boolean failed = false;
    try {
      dropGone();
      Map<String, Outbox.Entry> newest = new LinkedHashMap<>();
      sender.waiting().forEach(e -> newest.put(e.to(), e));
      for (Outbox.Entry last : newest.values()) {
        Optional<ChatFailure> failure = send(last);
        failed |= failure.isPresent();
        goesOn = failure.filter(f -> SESSION_ENDED.contains(f.reason())).isEmpty();
        if (failure.filter(Courier::holdsUpAll).isPresent()) {
          break;
        }
      }
    } catch (IOException e) {
      trouble("the outbox fails: " + e.getMessage());
      failed = true;
    }
    if (!failed) {
      lastTrouble = "";
    }
    stuck(failed);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return goesOn;
  }

  /** A failure of one conversation's message; empty also where another process is sending to it. */
  private Optional<ChatFailure> send(Outbox.Entry last) throws IOException {
    try {
      sender.sendThrough(last, Duration.ZERO, this);
      return Optional.empty();
    } catch (ChatFailure failure) {
      tell(failure, last.to());
      return Optional.of(failure);
    }
  }

  private static boolean holdsUpAll(ChatFailure failure) {
    return switch (failure.kind()) {
      case UNAVAILABLE, AUTHENTICATION, FAILED -> true;
      case REFUSED, NOT_FOUND, OUTCOME_UNKNOWN -> false;
    };
  }

  /** Sent or dropped by another process: the stream tells which. */
  private void dropGone() throws IOException {
    Set<UUID> gone = new HashSet<>(tickets.keySet());
    gone.removeAll(unwritten);
    outbox.entries().forEach(e -> gone.remove(e.requestId()));
    for (UUID id : gone) {
      Optional.ofNullable(tickets.remove(id)).ifPresent(t -> inputs.put(new Input.Elsewhere(t)));
    }
  }

  private void tell(ChatFailure failure, String to) throws IOException {
    String why = String.valueOf(failure.getMessage());
    if (SESSION_ENDED.contains(failure.reason())) {
      trouble(why + "; what waits stays in the outbox; /quit, and log in: chat login");
    } else if (failure.kind() == ChatFailure.Kind.OUTCOME_UNKNOWN) {
      sender.waiting().stream()
          .filter(e -> e.to().equals(to))
          .findFirst()
          .flatMap(this::ticket)
          .ifPresent(t -> inputs.put(new Input.Undecided(t, why)));
    } else {
      trouble(why + "; what waits is sent as soon as that is over");
    }
  }

  private synchronized void stuck(boolean is) {
    stuck = is;
    notifyAll();
  }

  /** Once until another one comes. */
  private void trouble(String sentence) {
    if (!sentence.equals(lastTrouble)) {
      lastTrouble = sentence;
      inputs.put(new Input.Trouble(sentence));
    }
  }

  private Optional<Long> ticket(Outbox.Entry entry) {
    return Optional.ofNullable(tickets.get(entry.requestId()));
  }

  @Override
  public void sent(Outbox.Entry entry, Sent sent) {
    Optional.ofNullable(tickets.remove(entry.requestId()))
        .ifPresent(t -> inputs.put(new Input.Acknowledged(t, sent.seq(), sent.timeMillis())));
  }

  @Override
  public void refused(Outbox.Entry entry, ChatFailure failure) throws IOException {
    String why = String.valueOf(failure.getMessage());
    outbox.refuse(entry, why);
    ticket(entry).ifPresent(t -> inputs.put(new Input.Refused(t, why)));
  }

  /** Its text is in the prompt again. */
  void recalled(long ticket) {
    try {
      for (Outbox.Entry entry : outbox.entries()) {
        if (ticket(entry).filter(t -> t == ticket).isPresent()) {
          outbox.remove(entry);
          tickets.remove(entry.requestId());
        }
      }
    } catch (IOException e) {
      inputs.put(new Input.Trouble("a recalled message stays in the outbox: " + e.getMessage()));
    }
  }
}

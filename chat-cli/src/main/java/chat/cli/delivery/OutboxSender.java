package chat.cli.delivery;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.RequestId;
import chat.cli.client.Sent;
import chat.cli.profile.Outbox;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends entries of the outbox that one account wrote for one cluster. A conversation's entries go
 * out oldest first, under the conversation's lock: no process overtakes another one. An entry
 * leaves the outbox after its acknowledgement. An entry that the chat's rules refuse stays, with
 * the reason, and is not sent again.
 */
public final class OutboxSender {
  /** Refusals that pass by themselves. */
  private static final Set<String> PASSING = Set.of("RATE_LIMITED", "OVERLOADED");

  private final ChatClient client;
  private final Outbox outbox;
  private final Author author;

  /** Who writes, and the id of the cluster whose session that is; empty: not known. */
  public record Author(String name, String cluster) {}

  /** What became of entries. */
  public interface Outcomes {
    void sent(Outbox.Entry entry, Sent sent) throws ChatFailure;

    void refused(Outbox.Entry entry, ChatFailure why) throws ChatFailure, IOException;
  }

  public OutboxSender(ChatClient client, Outbox outbox, Author author) {
    this.client = client;
    this.outbox = outbox;
    this.author = author;
  }

  /** What this author may send to this cluster, oldest first. */
  public List<Outbox.Entry> waiting() throws IOException {
    return outbox.entries().stream().filter(this::isMine).toList();
  }

  private boolean isMine(Outbox.Entry entry) {
    return !entry.isRefused()
        && entry.from().equals(author.name())
        && entry.isFor(author.cluster());
  }

  /**
   * Sends what waits in the conversation of {@code last}, up to and with it. False where another
   * process is sending to that conversation for longer than {@code patience}. Throws where an entry
   * can't be sent now: that one and those behind it stay.
   */
  public boolean sendThrough(Outbox.Entry last, Duration patience, Outcomes outcomes)
      throws ChatFailure, IOException {
    Optional<FileLock> lock = outbox.hold(last.to(), patience);
    if (lock.isEmpty()) {
      return false;
    }
    try (FileLock _ = lock.get()) {
      for (Outbox.Entry entry : waiting()) {
        if (entry.to().equals(last.to()) && entry.createdMillis() <= last.createdMillis()) {
          send(entry, outcomes);
        }
      }
    }
    return true;
  }

  private void send(Outbox.Entry entry, Outcomes outcomes) throws ChatFailure, IOException {
    Sent sent;
    try {
      sent = client.send(new RequestId(entry.requestId()), entry.to(), entry.text());
    } catch (ChatFailure failure) {
      if (!isRefusal(failure)) {
        throw failure;
      }
      outcomes.refused(entry, failure);
      return;
    }
    outbox.remove(entry);
    outcomes.sent(entry, sent);
  }

  /** Whether no retry would change it. */
  public static boolean isRefusal(ChatFailure failure) {
    return switch (failure.kind()) {
      case REFUSED, NOT_FOUND -> !PASSING.contains(failure.reason());
      case FAILED, AUTHENTICATION, UNAVAILABLE, OUTCOME_UNKNOWN -> false;
    };
  }
}

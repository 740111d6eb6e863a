package chat.cli.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * How many entries of an outbox {@code chat outbox retry} would send, and how many it leaves, by
 * the reason. {@code elsewhere}: of other accounts, or written for another cluster.
 */
public record OutboxTally(long waiting, long refused, long elsewhere, long damaged) {

  /** {@code name}, {@code cluster}: of the session; empty: there is none, or it isn't known. */
  public static OutboxTally of(Outbox.Contents contents, String name, String cluster) {
    List<Outbox.Entry> open = new ArrayList<>(contents.entries());
    open.removeIf(Outbox.Entry::isRefused);
    long waiting =
        open.stream()
            .filter(e -> name.isEmpty() || e.from().equals(name))
            .filter(e -> e.isFor(cluster))
            .count();
    return new OutboxTally(
        waiting,
        contents.entries().size() - open.size(),
        open.size() - waiting,
        contents.damaged().size());
  }

  public boolean isEmpty() {
    return waiting + refused + elsewhere + damaged == 0;
  }

  /** Such as "2 messages wait, 1 refused"; empty where there is nothing. */
  public String text() {
    List<String> parts = new ArrayList<>();
    if (waiting > 0) {
      parts.add(waiting == 1 ? "1 message waits" : waiting + " messages wait");
    }
    if (refused > 0) {
      parts.add(refused + " refused");
    }
    if (elsewhere > 0) {
      parts.add(elsewhere + " for another account or cluster");
    }
    if (damaged > 0) {
      parts.add(damaged + " damaged");
    }
    return String.join(", ", parts);
  }
}

package chat.controller.grpc;

import chat.controller.coordinator.Contact;
import chat.controller.coordinator.Report;
import chat.view.NodeName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node's connection, and what it means. Pure but for its own fields: every
 * time comes from outside. Threads: one at a time.
 *
 * <pre>
 * new ──heard──→ heard ──broke──→ broken ──refused──→ lost       any ──heard──→ heard
 * new, heard, broken ──silent over the limit──→ lost
 * </pre>
 */
final class NodeContact {
  private final NodeName name;
  private final long silenceLimitNanos;
  private long heardNanos;
  private @Nullable Report report;
  private String unsure = "not reached yet";
  private @Nullable String lost;

  NodeContact(NodeName name, Duration silenceLimit, long nowNanos) {
    this.name = name;
    this.silenceLimitNanos = silenceLimit.toNanos();
    this.heardNanos = nowNanos;
  }

  void heard(Report newest, long nowNanos) {
    heardNanos = nowNanos;
    if (newest.self().name().equals(name)) {
      report = newest;
      lost = null;
    } else {
      report = null;
      lost = "at its address answers " + newest.self().name();
    }
  }

  /** Silence up to now doesn't count. */
  void forgive(long nowNanos) {
    heardNanos = nowNanos;
  }

  void notUnderstood(String why) {
    report = null;
    lost = "its report can't be understood: " + why;
  }

  /** A connection that stood has ended. */
  void broke(String why) {
    report = null;
    unsure = "its connection broke: " + why;
  }

  /** A new connection could not be made, or ended before it said anything. */
  void refused(String why) {
    report = null;
    lost = why;
  }

  boolean isSilent(long nowNanos) {
    return nowNanos - heardNanos > silenceLimitNanos;
  }

  Contact at(long nowNanos) {
    if (lost != null) {
      return new Contact.Lost(lost);
    }
    if (isSilent(nowNanos)) {
      return new Contact.Lost("silent for over " + silenceLimitNanos / 1_000_000 + " ms");
    }
    return report == null ? new Contact.Unsure(unsure) : new Contact.Answers(report);
  }
}

package chat.cli.client;

import org.jspecify.annotations.Nullable;

/**
 * Why a request didn't succeed, as far as the client knows. The message is a sentence for a person;
 * {@code next} says what to do, and may be empty.
 */
public final class ChatFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reason of a cluster that a call isn't for. */
  public static final String ANOTHER_CLUSTER = "ANOTHER_CLUSTER";

  /** What is known about the outcome. */
  public enum Kind {
    /** Something that isn't expected to happen. */
    FAILED,
    NOT_FOUND,
    /** The password or the session doesn't hold. */
    AUTHENTICATION,
    /** Understood and turned down, or over a limit. */
    REFUSED,
    /** No node could take it until the deadline; nothing was applied. */
    UNAVAILABLE,
    /** It may have been applied. A retry with the same request id settles it. */
    OUTCOME_UNKNOWN
  }

  private final Kind kind;
  private final String reason;
  private final String next;
  private final boolean doctorKnowsMore;

  public ChatFailure(Kind kind, String reason, String message, String next, Throwable cause) {
    this(kind, reason, message, next, false, cause);
  }

  public ChatFailure(Kind kind, String message, String next) {
    super(message);
    this.kind = kind;
    this.reason = "";
    this.next = next;
    this.doctorKnowsMore = false;
  }

  private ChatFailure(
      Kind kind,
      String reason,
      String message,
      String next,
      boolean doctorKnowsMore,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.reason = reason;
    this.next = next;
    this.doctorKnowsMore = doctorKnowsMore;
  }

  /** One that has to do with the way to the cluster, which {@code chat doctor} examines. */
  public static ChatFailure onTheWay(Kind kind, String message, String next, Throwable cause) {
    return new ChatFailure(kind, "", message, next, true, cause);
  }

  /** Refused by a limit that passes by itself; nothing was done. */
  static ChatFailure passing(String reason, String message, String next) {
    String known = reason.isEmpty() ? "RATE_LIMITED" : reason;
    return new ChatFailure(Kind.REFUSED, known, message, next, false, null);
  }

  /** The same, told with other words. */
  public ChatFailure told(String message, String otherNext) {
    return new ChatFailure(kind, reason, message, otherNext, doctorKnowsMore, this);
  }

  public Kind kind() {
    return kind;
  }

  /** The server's reason, such as {@code USER_NOT_FOUND}; empty where it gave none. */
  public String reason() {
    return reason;
  }

  public String next() {
    return next;
  }

  /** Whether who doesn't come from the doctor is to be sent there, besides {@link #next}. */
  public boolean doctorKnowsMore() {
    return doctorKnowsMore;
  }
}

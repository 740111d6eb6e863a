package chat.node.chat;

import java.time.Duration;

/**
 * The bounds of what a caller may ask, checked before the log. Nodes may differ in them without
 * harm: what the state depends on is a constant.
 *
 * @param messageBytes of a message's text in UTF-8
 * @param passwordMinLength in code points
 * @param passwordMaxLength in code points
 * @param clientLength of the label in a list of sessions, in code points
 * @param patternLength of a pattern of names
 * @param pageDefault entries of a page where the caller names no number
 * @param pageMax entries of a page at most; a larger wish gets this many
 * @param sessionLifetime from login or renewal
 * @param renewalsPerLifetime a session in use is renewed once per this part of its lifetime
 * @param requestsPerSecond of one session, sustained
 * @param requestBurst of one session at once
 * @param passwordHashers password checks that run at the same time; more wait
 * @param readConnections to the database, for questions that run at the same time; more wait
 */
public record Limits(
    int messageBytes,
    int passwordMinLength,
    int passwordMaxLength,
    int clientLength,
    int patternLength,
    int pageDefault,
    int pageMax,
    Duration sessionLifetime,
    int renewalsPerLifetime,
    int requestsPerSecond,
    int requestBurst,
    int passwordHashers,
    int readConnections) {

  /**
   * Unread messages that one mailbox holds by version 1 of the rules. Part of applying a command,
   * hence the same on every replica and not configurable, as the next three.
   */
  public static final int UNREAD_PER_MAILBOX = 10_000;

  /** Unread messages of one sender that wait for one account. */
  public static final int UNREAD_PER_CONVERSATION = 10_000;

  /** Unread messages of all senders that wait for one account. */
  public static final int UNREAD_IN_ALL = 100_000;

  /** Unread messages that any one sender may have waiting, although {@link #UNREAD_IN_ALL} wait. */
  public static final int UNREAD_ASSURED = 1_000;

  /** Users whom one account may block; the same on every replica, likewise. */
  public static final int BLOCKED_PER_ACCOUNT = 1_000;

  public static final Limits DEFAULTS =
      new Limits(16 * 1024, 8, 128, 100, 64, 50, 500, Duration.ofDays(30), 4, 200, 400, 2, 8);

  public Limits {
    positive(messageBytes, "messageBytes");
    positive(passwordMinLength, "passwordMinLength");
    positive(passwordMaxLength - passwordMinLength + 1, "range of password lengths");
    positive(clientLength, "clientLength");
    positive(patternLength, "patternLength");
    positive(pageDefault, "pageDefault");
    positive(pageMax - pageDefault + 1, "pageMax above pageDefault");
    positive(sessionLifetime.toMillis(), "sessionLifetime");
    positive(renewalsPerLifetime, "renewalsPerLifetime");
    positive(requestsPerSecond, "requestsPerSecond");
    positive(requestBurst, "requestBurst");
    positive(passwordHashers, "passwordHashers");
    positive(readConnections, "readConnections");
  }

  /** These limits with other bounds for what a session may ask for. */
  public Limits with(int messageBytes, int requestsPerSecond, int requestBurst) {
    return new Limits(
        messageBytes,
        passwordMinLength,
        passwordMaxLength,
        clientLength,
        patternLength,
        pageDefault,
        pageMax,
        sessionLifetime,
        renewalsPerLifetime,
        requestsPerSecond,
        requestBurst,
        passwordHashers,
        readConnections);
  }

  /** When a session that is opened or renewed now will end. */
  public long expiryAt(long nowMillis) {
    return nowMillis + sessionLifetime.toMillis();
  }

  /** Whether a session in use should be renewed: a part of its lifetime has passed. */
  public boolean renewalDue(long expiresMillis, long nowMillis) {
    return expiryAt(nowMillis) - expiresMillis >= sessionLifetime.toMillis() / renewalsPerLifetime;
  }

  private static void positive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1");
    }
  }
}

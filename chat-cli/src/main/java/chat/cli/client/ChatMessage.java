package chat.cli.client;

/**
 * A message; {@code to} is a user's name or a group's id. {@code delivered} and {@code read} are
 * the receiver's marks, in a group those of all others. {@code undeliverable}: the receiver's
 * account was deleted before it got there.
 */
public record ChatMessage(
    String conversation,
    long seq,
    String id,
    String from,
    String to,
    String text,
    long timeMillis,
    boolean delivered,
    boolean read,
    boolean undeliverable) {}

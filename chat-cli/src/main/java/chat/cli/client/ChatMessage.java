package chat.cli.client;

/** A message. {@code delivered} and {@code read} are the receiver's marks. */
public record ChatMessage(
    String conversation,
    long seq,
    String id,
    String from,
    String to,
    String text,
    long timeMillis,
    boolean delivered,
    boolean read) {}

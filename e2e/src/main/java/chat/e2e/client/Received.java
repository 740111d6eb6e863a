package chat.e2e.client;

/** A message as a listener, a page or the inbox gave it. */
public record Received(
    String conversation, long seq, String from, String text, long position, boolean read) {}

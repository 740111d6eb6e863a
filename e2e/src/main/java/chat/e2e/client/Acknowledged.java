package chat.e2e.client;

/** A message that the cluster said is safe, and what the answer said of it. */
public record Acknowledged(
    String from, String conversation, long seq, String text, long position, int inSyncCount) {}

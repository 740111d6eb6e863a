package chat.cli.client;

/** An acknowledged message: on disk on {@code inSync} replicas. */
public record Sent(
    String conversation, long seq, long position, long timeMillis, int inSync, boolean replayed) {
  public String id() {
    return conversation + "/" + seq;
  }
}

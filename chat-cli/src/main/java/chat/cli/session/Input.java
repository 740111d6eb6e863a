package chat.cli.session;

import chat.cli.client.ChatEvent;
import chat.cli.client.ChatMessage;
import java.util.List;

/** What happens to the screen, from the keyboard and from the network. */
public sealed interface Input {

  /** Characters from the keyboard; no control characters. */
  record Typed(String text) implements Input {}

  /** Put in at once; line breaks don't send. */
  record Pasted(String text) implements Input {}

  record Pressed(Key key) implements Input {}

  /** The terminal says whether its user looks at it; one that doesn't say is looked at. */
  record Focused(boolean focused) implements Input {}

  /** The terminal is gone. */
  record Gone() implements Input {}

  record Resized(int columns, int rows) implements Input {}

  /** All conversations that there were so far, the most recently used first. */
  record Known(List<Summary> conversations) implements Input {
    public Known {
      conversations = List.copyOf(conversations);
    }
  }

  /**
   * A conversation as a list shows it. {@code name}: the other user's, or a group's id; {@code
   * title}: what to call it. {@code unread} messages up to {@code lastSeq} were not read.
   */
  record Summary(String name, String title, long lastSeq, long readSeq, long unread) {}

  /** A committed message. Each comes once, in the order of its conversation. */
  record Arrived(ChatMessage message) implements Input {}

  /** What the stream tells beside messages. */
  record Told(ChatEvent event) implements Input {}

  /** The answer to {@link Request.Load}; ascending. {@code more}: there are older ones. */
  record Page(String name, List<ChatMessage> messages, boolean more) implements Input {
    public Page {
      messages = List.copyOf(messages);
    }
  }

  /** {@link Request.Load} came to nothing. */
  record PageFailed(String name, Reason reason, String why) implements Input {
    public enum Reason {
      /** There is nobody of that name, and no such group. */
      UNKNOWN,
      /** It can't be a name, or it isn't for this user. */
      REFUSED,
      /** It may come to something later. */
      AWAY
    }
  }

  /** A message of an earlier run that nobody acknowledged; it is being sent again. */
  record Waiting(long ticket, String to, String text, long timeMillis) implements Input {}

  /** The message is in the outbox, durably. */
  record Stored(long ticket) implements Input {}

  /** The chat's rules refused the message; it stays in the outbox and is not tried any more. */
  record Refused(long ticket, String why) implements Input {}

  /** Another process sent the message, or dropped it. */
  record Elsewhere(long ticket) implements Input {}

  record Acknowledged(long ticket, long seq, long timeMillis) implements Input {}

  /** The outbox did not take the message: its text goes back to the prompt. */
  record Failed(long ticket, String why) implements Input {}

  /** Perhaps sent; it is tried again, with the same request id, until that is known. */
  record Undecided(long ticket, String why) implements Input {}

  record Users(String pattern, List<String> names) implements Input {
    public Users {
      names = List.copyOf(names);
    }
  }

  record Found(String text, List<ChatMessage> messages) implements Input {
    public Found {
      messages = List.copyOf(messages);
    }
  }

  /** The stream of messages has begun: what comes now is new. */
  record CaughtUp() implements Input {}

  /** What answers now is another cluster, most likely one that was restored. */
  record OtherCluster() implements Input {}

  record LinkLost(String what, String why) implements Input {}

  record LinkBack(String node, long epoch, String after) implements Input {}

  /** The cluster as it is seen now. */
  record Cluster(String answeredBy, String primary, long epoch, int inSync) implements Input {}

  /** A sentence about something that went wrong. */
  record Trouble(String sentence) implements Input {}
}

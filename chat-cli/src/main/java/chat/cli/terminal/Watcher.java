package chat.cli.terminal;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatEvent;
import chat.cli.client.ChatFailure;
import chat.cli.client.ChatMessage;
import chat.cli.client.Subscription;
import chat.cli.session.Input;
import java.util.HashMap;
import java.util.Map;

/**
 * Follows the stream of messages, from now on, for as long as the screen is open. What was before
 * is asked for where it is looked at.
 */
final class Watcher implements Runnable, Subscription.Sink {
  private final ChatClient client;
  private final String me;
  private final Inputs inputs;
  private final MarkKeeper marks;
  private final Map<String, Long> delivered = new HashMap<>();

  Watcher(ChatClient client, String me, Inputs inputs, MarkKeeper marks) {
    this.client = client;
    this.me = me;
    this.inputs = inputs;
    this.marks = marks;
  }

  @Override
  public void run() {
    try {
      client.listen(new Subscription.Start(new byte[0], false), this);
    } catch (ChatFailure failure) {
      if (!Thread.currentThread().isInterrupted()) {
        inputs.put(new Input.LinkLost("the stream", String.valueOf(failure.getMessage())));
        inputs.put(
            new Input.Trouble(
                failure.kind() == ChatFailure.Kind.AUTHENTICATION
                        && !failure.reason().equals(ChatFailure.ANOTHER_CLUSTER)
                    ? "the session has ended; /quit, and log in again"
                    : "no more messages come in: " + failure.getMessage()));
      }
    }
  }

  @Override
  public void message(ChatMessage m) {
    inputs.put(new Input.Arrived(m));
    if (!m.from().equals(me) && !m.delivered()) {
      delivered.merge(m.conversation(), m.seq(), Math::max);
    }
  }

  @Override
  public void event(ChatEvent event) {
    inputs.put(new Input.Told(event));
  }

  @Override
  public void caughtUp() {
    inputs.put(new Input.CaughtUp());
  }

  @Override
  public boolean anotherCluster() {
    delivered.clear();
    inputs.put(new Input.OtherCluster());
    return true;
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public boolean pause(byte[] cursor) {
    delivered.forEach((conversation, seq) -> marks.raise(conversation, seq, 0));
    delivered.clear();
    return !Thread.currentThread().isInterrupted();
  }
}

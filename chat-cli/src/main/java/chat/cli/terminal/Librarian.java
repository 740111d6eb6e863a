package chat.cli.terminal;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatEvent;
import chat.cli.client.ChatFailure;
import chat.cli.client.ClusterState;
import chat.cli.client.ConversationId;
import chat.cli.client.GroupCalls;
import chat.cli.session.Input;
import chat.cli.session.Request;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Looks things up, one after the other. */
final class Librarian implements Runnable {
  static final int CAPACITY = 64;
  static final int PAGE = 100;

  /** More names than fit on a screen help nobody. */
  static final int NAMES = 500;

  static final int HITS = 100;

  private final ChatClient client;
  private final Inputs inputs;
  private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(CAPACITY);

  Librarian(ChatClient client, Inputs inputs) {
    this.client = client;
    this.inputs = inputs;
  }

  /** Never waits. False where too much waits already. */
  boolean offer(Request question) {
    return waiting.contains(question) || waiting.offer(question);
  }

  @Override
  public void run() {
    try {
      while (true) {
        answer(waiting.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Request question) {
    try {
      switch (question) {
        case Request.Load load -> load(load);
        case Request.FindUsers(var pattern) ->
            inputs.put(
                new Input.Users(
                    pattern,
                    client.users(pattern).stream()
                        .map(ChatClient.User::name)
                        .limit(NAMES)
                        .toList()));
        case Request.AskConversations _ -> conversations();
        case Request.AskStatus _ -> status();
        case Request.Search(var text) ->
            inputs.put(new Input.Found(text, client.search(text, "", HITS)));
        case Request.Send _,
            Request.Drop _,
            Request.MarkRead _,
            Request.Redraw _,
            Request.Ring _,
            Request.Leave _ ->
            throw new IllegalArgumentException("nothing to look up: " + question);
      }
    } catch (ChatFailure failure) {
      inputs.put(new Input.Trouble(failed(question) + ": " + failure.getMessage()));
    }
  }

  private static String failed(Request question) {
    return switch (question) {
      case Request.AskConversations _ -> "the conversations can't be loaded";
      case Request.AskStatus _ -> "the cluster's state can't be read";
      case Request.FindUsers _ -> "the users can't be looked up";
      case Request.Search _ -> "the search failed";
      case Request.Load _,
          Request.Send _,
          Request.Drop _,
          Request.MarkRead _,
          Request.Redraw _,
          Request.Ring _,
          Request.Leave _ ->
          throw new IllegalArgumentException("nobody is told of it: " + question);
    };
  }

  private void load(Request.Load load) {
    try {
      ChatClient.Page page = client.page(load.name(), load.beforeSeq(), PAGE);
      inputs.put(new Input.Page(load.name(), page.messages(), page.more()));
    } catch (ChatFailure failure) {
      inputs.put(
          new Input.PageFailed(
              load.name(), reason(failure.kind()), String.valueOf(failure.getMessage())));
    }
  }

  private static Input.PageFailed.Reason reason(ChatFailure.Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> Input.PageFailed.Reason.UNKNOWN;
      case REFUSED -> Input.PageFailed.Reason.REFUSED;
      case FAILED, AUTHENTICATION, UNAVAILABLE, OUTCOME_UNKNOWN -> Input.PageFailed.Reason.AWAY;
    };
  }

  /** Groups first: their names and members are in no conversation's summary. */
  private void conversations() throws ChatFailure {
    for (GroupCalls.Group group : client.groups().list()) {
      inputs.put(new Input.Told(new ChatEvent.GroupChanged(group, false)));
    }
    inputs.put(new Input.Known(client.conversations().stream().map(Librarian::summary).toList()));
  }

  private static Input.Summary summary(ChatClient.Conversation c) {
    String title = ConversationId.isGroup(c.with()) ? "#" + c.name() : c.name();
    return new Input.Summary(c.with(), title, c.lastSeq(), c.readSeq(), c.unread());
  }

  private void status() throws ChatFailure {
    ClusterState now = client.status();
    inputs.put(
        new Input.Cluster(now.answeredBy(), now.primary(), now.epoch(), now.inSync().size()));
  }
}

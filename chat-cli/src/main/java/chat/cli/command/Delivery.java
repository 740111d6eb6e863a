package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.RequestId;
import chat.cli.client.Sent;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.profile.Outbox;
import java.io.IOException;

/** From the outbox to the cluster: an entry leaves once its fate is known, never before. */
final class Delivery {
  private static final String KEPT =
      "the message waits in the outbox; send it, once only, with: chat outbox retry";

  private final Run run;
  private final ChatClient client;
  private final Outbox outbox;

  Delivery(Run run, ChatClient client, Outbox outbox) {
    this.run = run;
    this.client = client;
    this.outbox = outbox;
  }

  /**
   * Sends an entry that is in the outbox and prints its id. Unavailable or unknown: the entry
   * stays. Refused: it goes, since no retry would change that.
   */
  void send(Outbox.Entry entry) throws ChatFailure, IOException {
    Sent sent;
    try (Interruption _ = new Interruption(run.screen(), KEPT)) {
      sent = client.send(new RequestId(entry.requestId()), entry.to(), entry.text());
    } catch (ChatFailure failure) {
      throw kept(entry, failure);
    }
    outbox.remove(entry);
    print(run, sent);
  }

  private ChatFailure kept(Outbox.Entry entry, ChatFailure failure) throws IOException {
    return switch (failure.kind()) {
      case REFUSED, NOT_FOUND -> {
        outbox.remove(entry);
        yield failure;
      }
      case UNAVAILABLE, OUTCOME_UNKNOWN, AUTHENTICATION, FAILED ->
          new ChatFailure(
              failure.kind(),
              failure.reason(),
              String.valueOf(failure.getMessage()),
              KEPT,
              failure);
    };
  }

  static void print(Run run, Sent sent) {
    if (run.format() == OutputFormat.TABLE) {
      run.screen().line(sent.id());
      return;
    }
    run.screen()
        .record(
            run.format(),
            Json.object()
                .put("conversation", sent.conversation())
                .put("seq", sent.seq())
                .put("id", sent.id())
                .put("position", sent.position())
                .put("time", Times.iso(sent.timeMillis()))
                .put("inSync", sent.inSync())
                .put("replayed", sent.replayed()),
            "id");
  }
}

package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.RequestId;
import chat.cli.client.Sent;
import chat.cli.delivery.OutboxSender;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.profile.Outbox;
import chat.cli.profile.Session;
import java.io.IOException;
import java.util.Optional;

/** From the outbox to the cluster: an entry leaves once its fate is known, never before. */
final class Delivery {
  private static final String KEPT =
      "the message waits in the outbox; send it, once only, with: chat outbox retry";

  private final Run run;
  private final ChatClient client;
  private final Outbox outbox;
  private final OutboxSender sender;

  Delivery(Run run, ChatClient client, Outbox outbox, Session session) {
    this.run = run;
    this.client = client;
    this.outbox = outbox;
    this.sender = new OutboxSender(client, outbox, author(session));
  }

  static OutboxSender.Author author(Session session) {
    return new OutboxSender.Author(session.name(), session.cluster());
  }

  /**
   * Sends an entry that is in the outbox, behind the older ones of its conversation, and prints its
   * id. Unavailable or unknown: the entry stays. Refused: the entry goes, since its text is at hand
   * where it was given.
   */
  void send(Outbox.Entry own) throws ChatFailure, IOException {
    Own outcomes = new Own(own);
    through(own, outcomes);
    Optional<Sent> sent = outcomes.sent;
    if (sent.isEmpty()) {
      // Another process has sent it: the same request id gets the same answer.
      sent = Optional.of(client.send(new RequestId(own.requestId()), own.to(), own.text()));
    }
    print(run, sent.get());
    DamagedEntries.note(run, outbox.contents().damaged());
  }

  /** Sends an entry and the older ones of its conversation, and prints their ids. */
  void retry(Outbox.Entry entry) throws ChatFailure, IOException {
    through(entry, new Any());
  }

  private void through(Outbox.Entry entry, OutboxSender.Outcomes outcomes)
      throws ChatFailure, IOException {
    boolean done;
    try (Interruption _ = new Interruption(run.screen(), KEPT)) {
      done = sender.sendThrough(entry, run.timeout(), outcomes);
    } catch (ChatFailure failure) {
      boolean elsewhere = failure.reason().equals(ChatFailure.ANOTHER_CLUSTER);
      throw OutboxSender.isRefusal(failure) || elsewhere
          ? failure
          : failure.told(String.valueOf(failure.getMessage()), KEPT);
    }
    if (!done) {
      throw new ChatFailure(
          ChatFailure.Kind.UNAVAILABLE,
          "another chat command is sending to %s, and has no answer yet".formatted(entry.to()),
          KEPT);
    }
  }

  /** Of a command that sends one message. */
  private final class Own implements OutboxSender.Outcomes {
    private final Outbox.Entry own;
    private Optional<Sent> sent = Optional.empty();

    Own(Outbox.Entry own) {
      this.own = own;
    }

    @Override
    public void sent(Outbox.Entry entry, Sent answer) {
      if (entry.requestId().equals(own.requestId())) {
        sent = Optional.of(answer);
      } else {
        run.screen()
            .note("%s, which waited, is sent: %s".formatted(entry.requestId(), answer.id()));
      }
    }

    @Override
    public void refused(Outbox.Entry entry, ChatFailure why) throws ChatFailure, IOException {
      if (entry.requestId().equals(own.requestId())) {
        outbox.remove(entry);
        throw why;
      }
      keepRefused(entry, why);
    }
  }

  /** Of a command that sends whatever waits. */
  private final class Any implements OutboxSender.Outcomes {
    @Override
    public void sent(Outbox.Entry entry, Sent answer) {
      print(run, answer);
    }

    @Override
    public void refused(Outbox.Entry entry, ChatFailure why) throws IOException {
      keepRefused(entry, why);
    }
  }

  private void keepRefused(Outbox.Entry entry, ChatFailure why) throws IOException {
    outbox.refuse(entry, String.valueOf(why.getMessage()));
    run.screen()
        .note(
            "%s is refused (%s); it stays until: chat outbox drop %s"
                .formatted(entry.requestId(), why.getMessage(), entry.requestId()));
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

package chat.cli.terminal;

import chat.cli.client.ConversationId;
import chat.cli.session.Input;
import chat.cli.session.Request;
import java.util.Optional;

/** Gives what the session asks for to the worker whose task it is. Never waits. */
final class Errands {
  private static final String BUSY = "too much waits to be done already";
  private final String me;
  private final Scribe scribe;
  private final Librarian librarian;
  private final MarkKeeper marks;

  Errands(String me, Scribe scribe, Librarian librarian, MarkKeeper marks) {
    this.me = me;
    this.scribe = scribe;
    this.librarian = librarian;
    this.marks = marks;
  }

  /** What the session has to know at once: that it isn't going to be done. */
  Optional<Input> give(Request request) {
    return switch (request) {
      case Request.Send send ->
          scribe.offer(send)
              ? Optional.empty()
              : Optional.of(new Input.Failed(send.ticket(), BUSY));
      case Request.Drop drop ->
          scribe.offer(drop) ? Optional.empty() : Optional.of(new Input.Trouble(BUSY));
      case Request.MarkRead(var name, var seq) -> {
        marks.raise(ConversationId.of(me, name), seq, seq);
        yield Optional.empty();
      }
      case Request.Load load ->
          librarian.offer(load)
              ? Optional.empty()
              : Optional.of(new Input.PageFailed(load.name(), Input.PageFailed.Reason.AWAY, BUSY));
      case Request.FindUsers _, Request.AskConversations _, Request.AskStatus _, Request.Search _ ->
          librarian.offer(request) ? Optional.empty() : Optional.of(new Input.Trouble(BUSY));
      case Request.Redraw _, Request.Ring _, Request.Leave _ -> Optional.empty();
    };
  }
}

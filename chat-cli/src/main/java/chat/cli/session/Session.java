package chat.cli.session;

import java.util.List;

/**
 * The interactive screen's state. {@link #take} says what an input changes and asks for; {@link
 * #picture} shows it. Deterministic; one thread. The parts, each for a kind of input:
 *
 * <pre>
 *  keys ──────► Typing ──► Orders     a line becomes a command or a message
 *                  └─────► Viewport   what is in view: scrolling, sizes, what is read by being seen
 *  the cluster ─► News                messages, receipts, groups, pages of the past
 *             ─► Dispatch             what became of the messages that were sent
 *             ─► Connection           who answers, what is lost, what is known
 * </pre>
 *
 * All of them work on one {@link Desk}.
 */
public final class Session {
  private final Desk desk;
  private final Viewport viewport;
  private final Typing typing;
  private final News news;
  private final Dispatch dispatch;
  private final Connection connection;

  public Session(Settings settings, int columns, int rows) {
    this.desk = new Desk(settings, columns, rows);
    this.viewport = new Viewport(desk);
    this.dispatch = new Dispatch(desk);
    this.typing = new Typing(desk, viewport, new Orders(desk, viewport, dispatch));
    this.news = new News(desk, viewport);
    this.connection = new Connection(desk, viewport);
  }

  /** What is asked for because of this input, in order. */
  public List<Request> take(Input input) {
    apply(input);
    viewport.lookAtUnread();
    return desk.asked();
  }

  public Picture picture() {
    return new View(desk).picture();
  }

  Prompt prompt() {
    return desk.prompt();
  }

  private void apply(Input input) {
    switch (input) {
      case Input.Typed(var text) -> typing.typed(text);
      case Input.Pasted(var text) -> typing.typed(text);
      case Input.Pressed(var key) -> typing.pressed(key);
      case Input.Users found -> typing.found(found);
      case Input.Focused(var is) -> desk.focused = is;
      case Input.Gone _ -> desk.ask(new Request.Leave());
      case Input.Resized to -> viewport.resize(to.columns(), to.rows());
      case Input.Found(var text, var messages) -> desk.show(new Panel.Hits(text, messages));
      case Input.Known known -> connection.known(known);
      case Input.CaughtUp _ -> connection.caughtUp();
      case Input.OtherCluster _ -> connection.otherCluster();
      case Input.LinkLost lost -> connection.lost(lost);
      case Input.LinkBack back -> connection.back(back);
      case Input.Cluster now -> connection.status(now);
      case Input.Trouble(var sentence) -> desk.say(sentence, Tone.BAD);
      case Input.Arrived(var message) -> news.arrived(message);
      case Input.Told(var event) -> news.told(event);
      case Input.Page page -> news.page(page);
      case Input.PageFailed failed -> news.pageFailed(failed);
      case Input.Waiting waiting -> dispatch.waiting(waiting);
      case Input.Stored(var ticket) -> dispatch.stored(ticket);
      case Input.Refused(var ticket, var why) -> dispatch.refused(ticket, why);
      case Input.Elsewhere(var ticket) -> dispatch.elsewhere(ticket);
      case Input.Acknowledged answer -> dispatch.acknowledged(answer);
      case Input.Failed(var ticket, var why) -> dispatch.failed(ticket, why);
      case Input.Undecided(var ticket, var why) -> dispatch.undecided(ticket, why);
    }
  }
}

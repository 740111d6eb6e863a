package chat.cli.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the parts of the screen share: the conversations, what lies over them, what the last line
 * says, how much of it all is in view, and what is asked of the world. The parts change it; the
 * view shows it.
 */
final class Desk {
  final Settings settings;
  final Conversations conversations;

  /** Names that were seen, for completion. */
  final TreeSet<String> users = new TreeSet<>();

  private final Prompt homePrompt = new Prompt();
  private final List<Request> requests = new ArrayList<>();
  private Optional<Panel> panel = Optional.empty();
  private Optional<Notice> notice = Optional.empty();
  private List<String> choices = List.of();

  int columns;
  int rows;

  /** Rows of messages below those in view. */
  int scroll;

  int panelScroll;

  /** The message above which the new ones of the open conversation begin; 0: none. */
  long firstNew;

  /** Whether the server's list of conversations is here. */
  boolean known;

  /** A group to open as soon as it is known what there is; empty: none. */
  String wanted = "";

  /** Whether its user looks at the terminal. */
  boolean focused = true;

  Link link = new Link.Connecting();
  Input.Cluster cluster = new Input.Cluster("", "", 0, 0);

  Desk(Settings settings, int columns, int rows) {
    this.settings = settings;
    this.conversations = new Conversations(settings.me());
    this.columns = columns;
    this.rows = rows;
  }

  void ask(Request request) {
    requests.add(request);
  }

  /** What was asked for since the last time, in order. */
  List<Request> asked() {
    List<Request> asked = List.copyOf(requests);
    requests.clear();
    return asked;
  }

  void say(String sentence, Tone tone) {
    notice = Optional.of(new Notice(sentence, tone));
  }

  void sayBroken() {
    say("not UTF-8 where � stands: nothing is sent; delete it, or Ctrl-C empties all", Tone.BAD);
  }

  /** Somebody goes on writing: what went wrong stays until it is answered by another key. */
  void hush() {
    notice = notice.filter(n -> n.tone() == Tone.BAD);
    choices = List.of();
  }

  /** The last line says nothing any more. */
  void quiet() {
    notice = Optional.empty();
    choices = List.of();
  }

  Optional<Notice> notice() {
    return notice;
  }

  void noGroup(String name) {
    say("none of your groups is called " + name, Tone.BAD);
  }

  void offer(List<String> names) {
    choices = List.copyOf(names);
  }

  /** What Tab found, where it is several. */
  List<String> choices() {
    return choices;
  }

  void show(Panel shown) {
    panel = Optional.of(shown);
    panelScroll = 0;
  }

  void takePanelAway() {
    panel = Optional.empty();
    panelScroll = 0;
  }

  Optional<Panel> panel() {
    return panel;
  }

  Optional<Conversation> open() {
    return conversations.open();
  }

  boolean isOpen(Conversation c) {
    return open().filter(o -> o == c).isPresent();
  }

  /** Whether new messages of the open conversation come into view. */
  boolean isAtBottom() {
    return scroll == 0 && panel.isEmpty();
  }

  Prompt prompt() {
    return open().map(Conversation::prompt).orElse(homePrompt);
  }

  boolean isLive() {
    return link instanceof Link.Live;
  }
}

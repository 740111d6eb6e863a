package chat.cli.session;

import chat.cli.client.ChatEvent;
import chat.cli.client.ChatMessage;
import chat.cli.client.ConversationId;
import chat.cli.client.GroupCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The interactive screen's state. {@link #take} says what an input changes and asks for; {@link
 * #picture} shows it. Deterministic; one thread.
 */
public final class Session {
  /** Messages on their way at once; more are refused, and stay in the prompt. */
  static final int WAITING_LIMIT = 100;

  private final Settings settings;
  private final Conversations conversations;
  private final Prompt homePrompt = new Prompt();
  private final List<Request> requests = new ArrayList<>();
  private final TreeSet<String> users = new TreeSet<>();
  private Link link = new Link.Connecting();
  private Input.Cluster cluster = new Input.Cluster("", "", 0, 0);
  private boolean focused = true;
  private Optional<Panel> panel = Optional.empty();
  private Optional<Notice> notice = Optional.empty();
  private List<String> choices = List.of();
  private int columns;
  private int rows;
  private int scroll;
  private int panelScroll;
  private long firstNew;
  private long tickets;
  private boolean leaving;

  public Session(Settings settings, int columns, int rows) {
    this.settings = settings;
    this.conversations = new Conversations(settings.me());
    this.columns = columns;
    this.rows = rows;
  }

  /** What is asked for because of this input, in order. */
  public List<Request> take(Input input) {
    apply(input);
    lookAtUnread();
    List<Request> asked = List.copyOf(requests);
    requests.clear();
    return asked;
  }

  public Picture picture() {
    return view().picture();
  }

  private View view() {
    return new View(this, columns, rows);
  }

  private void apply(Input input) {
    switch (input) {
      case Input.Typed(var text) -> typed(text);
      case Input.Pasted(var text) -> typed(text);
      case Input.Pressed(var key) -> pressed(key);
      case Input.Focused(var is) -> focused = is;
      case Input.Gone _ -> requests.add(new Request.Leave());
      case Input.Resized resized -> resize(resized);
      case Input.Known(var all) -> known(all);
      case Input.Arrived(var message) -> arrived(message);
      case Input.Told(var event) -> told(event);
      case Input.Page page -> page(page);
      case Input.PageFailed failed -> pageFailed(failed);
      case Input.Waiting(var ticket, var to, var text, var time) ->
          conversations.named(to).send(Entry.pending(ticket, settings.me(), text, time));
      case Input.Acknowledged(var ticket, var seq, var time) ->
          conversations
              .withTicket(ticket)
              .ifPresent(c -> c.acknowledged(c.waiting(ticket).orElseThrow(), seq, time));
      case Input.Failed(var ticket, var why) ->
          conversations.withTicket(ticket).ifPresent(c -> failed(c, ticket, why));
      case Input.Undecided(var ticket, var why) -> undecided(ticket, why);
      case Input.Users found -> found(found);
      case Input.Found(var text, var messages) -> show(new Panel.Hits(text, messages));
      case Input.CaughtUp _ -> link = new Link.Live();
      case Input.LinkLost(var what, var why) -> {
        link = new Link.Lost(what, why);
        say("lost %s; retrying (%s)".formatted(what, why), Tone.BAD);
      }
      case Input.LinkBack back -> back(back);
      case Input.Cluster now -> status(now);
      case Input.Trouble(var sentence) -> say(sentence, Tone.BAD);
    }
  }

  private void back(Input.LinkBack back) {
    link = new Link.Live();
    String epoch = back.epoch() == 0 ? "" : ", epoch " + back.epoch();
    say("back via %s%s, after %s".formatted(back.node(), epoch, back.after()), Tone.GOOD);
    cluster = new Input.Cluster(back.node(), cluster.primary(), back.epoch(), cluster.inSync());
    open().filter(c -> c.past() == Conversation.Past.NOT_ASKED).ifPresent(this::load);
  }

  private void status(Input.Cluster now) {
    boolean asked = !cluster.answeredBy().isEmpty();
    cluster = now;
    if (asked) {
      String primary = now.primary().isEmpty() ? "nobody leads" : now.primary() + " leads";
      say("%s, epoch %d, %d in sync".formatted(primary, now.epoch(), now.inSync()), Tone.GOOD);
    }
  }

  // ---- The keyboard.

  private void typed(String text) {
    quiet();
    if (!prompt().insert(text)) {
      say("that is more than a message can be", Tone.BAD);
    }
  }

  /** The next key ends what the last line says. */
  private void quiet() {
    notice = Optional.empty();
    choices = List.of();
  }

  private void pressed(Key key) {
    boolean wasLeaving = leaving;
    leaving = false;
    quiet();
    switch (key) {
      case ENTER -> submit();
      case NEW_LINE -> typed("\n");
      case TAB -> complete();
      case ESCAPE, BOTTOM -> toBottom();
      case BACKSPACE -> prompt().backspace();
      case DELETE -> prompt().delete();
      case LEFT -> prompt().left();
      case RIGHT -> prompt().right();
      case WORD_LEFT -> prompt().wordLeft();
      case WORD_RIGHT -> prompt().wordRight();
      case HOME -> prompt().home();
      case END -> prompt().end();
      case UP -> prompt().up();
      case DOWN -> prompt().down();
      case DELETE_WORD -> prompt().deleteWord();
      case DELETE_TO_START -> prompt().deleteToStart();
      case DELETE_TO_END -> prompt().deleteToEnd();
      case PAGE_UP -> turn(1);
      case PAGE_DOWN -> turn(-1);
      case NEXT_CONVERSATION -> conversations.neighbour(1).ifPresent(this::open);
      case PREVIOUS_CONVERSATION -> conversations.neighbour(-1).ifPresent(this::open);
      case NEXT_UNREAD -> nextUnread();
      case REDRAW -> requests.add(new Request.Redraw());
      case INTERRUPT -> interrupt(wasLeaving);
      case END_OF_INPUT -> {
        if (prompt().isEmpty()) {
          requests.add(new Request.Leave());
        } else {
          prompt().delete();
        }
      }
    }
  }

  private void nextUnread() {
    conversations
        .nextUnread()
        .ifPresentOrElse(this::open, () -> say("nothing else is unread", Tone.FAINT));
  }

  private void interrupt(boolean again) {
    if (!prompt().isEmpty()) {
      prompt().take();
    } else if (again) {
      requests.add(new Request.Leave());
    } else {
      leaving = true;
      say("Ctrl-C once more leaves; so do Ctrl-D and /quit", Tone.FAINT);
    }
  }

  private void toBottom() {
    if (panel.isPresent()) {
      panel = Optional.empty();
      panelScroll = 0;
    } else {
      scroll = 0;
      open().ifPresent(Conversation::trim);
    }
  }

  /** A page back (1) or on (-1). */
  private void turn(int direction) {
    if (View.isTooSmall(columns, rows)) {
      return;
    }
    int page = Math.max(1, view().paneHeight() - 2);
    if (panel.isPresent()) {
      int most = Panes.panelRows(this, view().paneWidth()) - view().paneHeight();
      panelScroll = Math.clamp(panelScroll - (long) direction * page, 0, Math.max(0, most));
      return;
    }
    open().ifPresent(c -> turn(c, direction * page));
  }

  private void turn(Conversation c, int by) {
    int height = view().paneHeight();
    int most = Math.max(0, history(c).total() - height);
    scroll = Math.clamp(scroll + (long) by, 0, most);
    boolean nearTop = scroll + height >= most;
    if (by > 0 && nearTop && c.past() == Conversation.Past.MORE) {
      if (c.size() >= Conversation.KEPT_AT_MOST) {
        String older = "chat history %s --before %d".formatted(c.name(), c.oldestSeq());
        say("older ones than these are shown by: " + older, Tone.FAINT);
      } else {
        load(c);
      }
    }
    if (scroll == 0) {
      c.trim();
    }
  }

  private HistoryRows history(Conversation c) {
    return new HistoryRows(c, settings, view().paneWidth(), firstNew);
  }

  private void load(Conversation c) {
    c.past(Conversation.Past.LOADING);
    requests.add(new Request.Load(c.name(), c.isEmpty() ? 0 : c.oldestSeq()));
  }

  /** The message at the bottom stays where it is. */
  private void resize(Input.Resized to) {
    boolean usable = !View.isTooSmall(columns, rows) && !View.isTooSmall(to.columns(), to.rows());
    int bottom =
        usable && scroll > 0 ? open().map(c -> history(c).entryAbove(scroll)).orElse(0) : 0;
    columns = to.columns();
    rows = to.rows();
    if (usable && scroll > 0) {
      scroll = open().map(c -> history(c).rowsAfter(bottom)).orElse(0);
    }
    requests.add(new Request.Redraw());
  }

  // ---- Commands and messages.

  private void submit() {
    String text = prompt().text();
    if (text.isBlank()) {
      return;
    }
    if (text.startsWith("/") && !text.startsWith("//")) {
      command(text.strip());
    } else {
      send(text.startsWith("//") ? text.substring(1) : text);
    }
  }

  private void command(String line) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String argument = space < 0 ? "" : line.substring(space + 1).strip();
    Optional<Command> command = Command.of(word);
    if (command.isEmpty()) {
      say("there is no %s; see /help".formatted(word), Tone.BAD);
      return;
    }
    if ((command.get() == Command.OPEN || command.get() == Command.SEARCH) && argument.isEmpty()) {
      say("%s wants %s".formatted(word, command.get().arguments()), Tone.BAD);
      return;
    }
    prompt().take();
    switch (command.get()) {
      case OPEN ->
          open(conversations.titled(argument).orElseGet(() -> conversations.named(argument)));
      case SEARCH -> requests.add(new Request.Search(argument));
      case USERS -> requests.add(new Request.FindUsers(argument));
      case READ -> open().ifPresentOrElse(this::markRead, this::nothingOpen);
      case STATUS -> requests.add(new Request.AskStatus());
      case HELP -> show(new Panel.Help());
      case QUIT -> requests.add(new Request.Leave());
    }
  }

  private void nothingOpen() {
    say("no conversation is open: /open NAME", Tone.BAD);
  }

  private void send(String text) {
    Optional<Conversation> open = open();
    if (open.isEmpty()) {
      nothingOpen();
      return;
    }
    Conversation c = open.get();
    long waiting =
        conversations.list().stream()
            .flatMap(any -> any.entries().stream())
            .filter(e -> e.seq() == 0)
            .count();
    if (waiting >= WAITING_LIMIT) {
      say("%d messages wait to be sent; send no more for now".formatted(waiting), Tone.BAD);
      return;
    }
    prompt().take();
    panel = Optional.empty();
    scroll = 0;
    tickets++;
    c.send(Entry.pending(tickets, settings.me(), text, 0));
    conversations.used(c);
    requests.add(new Request.Send(tickets, c.name(), text));
  }

  private void failed(Conversation c, long ticket, String why) {
    Entry waiting = c.waiting(ticket).orElseThrow();
    c.failed(waiting);
    if (c.prompt().isEmpty()) {
      c.prompt().replace(waiting.text());
      String whose = isOpen(c) ? "the prompt" : c.title() + "'s prompt";
      say("not sent: %s. The text is back in %s".formatted(why, whose), Tone.BAD);
    } else {
      c.prompt().remember(waiting.text());
      say("not sent: %s. Up brings the text back".formatted(why), Tone.BAD);
    }
  }

  private void undecided(long ticket, String why) {
    conversations.withTicket(ticket).ifPresent(c -> c.undecided(c.waiting(ticket).orElseThrow()));
    say("perhaps sent, perhaps not; trying again (%s)".formatted(why), Tone.WAITING);
  }

  private void complete() {
    Optional<String> name = Completion.nameIn(prompt().text());
    List<String> names =
        Stream.concat(conversations.list().stream().map(Conversation::title), users.stream())
            .distinct()
            .sorted()
            .toList();
    Completion.Result result = Completion.of(prompt().text(), names);
    prompt().replace(result.text());
    choices = result.choices();
    name.filter(n -> !n.isEmpty()).ifPresent(n -> requests.add(new Request.FindUsers(n + "*")));
  }

  // ---- Conversations.

  private void open(Conversation c) {
    panel = Optional.empty();
    scroll = 0;
    conversations.open(c);
    firstNew = c.unread().first();
    if (c.past() == Conversation.Past.NOT_ASKED) {
      load(c);
    }
  }

  private void known(List<Input.Summary> all) {
    for (Input.Summary summary : all.reversed()) {
      Conversation c = conversations.named(summary.name());
      conversations.used(c);
      c.title(summary.title());
      c.unread().counted(summary.unread(), summary.lastSeq(), summary.readSeq());
    }
  }

  private void arrived(ChatMessage m) {
    Conversation c = conversations.named(ConversationId.with(settings.me(), m.conversation()));
    boolean fromOther = !m.from().equals(settings.me());
    boolean looking = isOpen(c) && focused && scroll == 0 && panel.isEmpty();
    if (fromOther && !m.read()) {
      c.unread().arrived(m.seq());
      if (!looking && link instanceof Link.Live) {
        requests.add(new Request.Ring());
      }
      if (isOpen(c) && !looking && firstNew == 0) {
        firstNew = m.seq();
      }
    }
    c.put(m);
    conversations.used(c);
    if (isOpen(c) && scroll > 0) {
      scroll += history(c).lastBlock();
    }
    if (!isOpen(c) || scroll == 0) {
      c.trim();
    }
  }

  private void told(ChatEvent event) {
    switch (event) {
      case ChatEvent.Receipt r -> inConversation(r.conversation(), c -> receipt(c, r));
      case ChatEvent.Deletion d -> inConversation(d.conversation(), c -> c.forget(d.seqs()));
      case ChatEvent.GroupChanged(var group, var out) -> group(group, out);
      case ChatEvent.AccountDeleted d -> {
        inConversation(d.conversation(), c -> c.undeliverableAbove(d.deliveredSeq()));
        String lost = d.undeliverable() == 0 ? "" : "; undeliverable: " + d.undeliverable();
        say(d.name() + " deleted the account" + lost, Tone.BAD);
      }
    }
  }

  private void inConversation(String id, Consumer<Conversation> what) {
    conversations.find(ConversationId.with(settings.me(), id)).ifPresent(what);
  }

  private void receipt(Conversation c, ChatEvent.Receipt r) {
    if (r.by().equals(settings.me())) {
      c.unread().read(r.readSeq());
    } else {
      c.marks().of(r.by(), r.deliveredSeq(), r.readSeq());
    }
  }

  private void group(GroupCalls.Group group, boolean out) {
    Conversation c = conversations.named(group.id());
    if (out) {
      conversations.remove(c);
      say("you are no longer in " + c.title(), Tone.BAD);
      return;
    }
    c.title("#" + group.name());
    c.marks()
        .others(
            group.members().stream()
                .map(GroupCalls.Member::name)
                .filter(n -> !n.equals(settings.me()))
                .collect(Collectors.toSet()));
  }

  private void page(Input.Page page) {
    Conversation c = conversations.named(page.name());
    page.messages().forEach(c::put);
    c.past(page.more() ? Conversation.Past.MORE : Conversation.Past.COMPLETE);
  }

  private void pageFailed(Input.PageFailed failed) {
    Optional<Conversation> known = conversations.find(failed.name());
    if (known.isEmpty()) {
      return;
    }
    Conversation c = known.get();
    if (failed.unknown() && c.isEmpty()) {
      conversations.remove(c);
      say("nobody is called %s; see /users".formatted(failed.name()), Tone.BAD);
      return;
    }
    c.past(c.isEmpty() ? Conversation.Past.NOT_ASKED : Conversation.Past.MORE);
    say("messages can't be loaded: " + failed.why(), Tone.BAD);
  }

  /** What is seen is read: at the end of an open conversation, while somebody looks. */
  private void lookAtUnread() {
    if (!focused || scroll > 0 || panel.isPresent()) {
      return;
    }
    open()
        .filter(c -> c.past() == Conversation.Past.MORE || c.past() == Conversation.Past.COMPLETE)
        .filter(c -> c.unread().count() > 0)
        .ifPresent(this::markRead);
  }

  private void markRead(Conversation c) {
    if (c.unread().count() == 0) {
      return;
    }
    long last = c.unread().last();
    c.unread().read(last);
    requests.add(new Request.MarkRead(c.name(), last));
  }

  private void found(Input.Users found) {
    users.addAll(found.names());
    if (Completion.nameIn(prompt().text()).isEmpty()) {
      show(new Panel.Users(found.pattern(), found.names()));
      return;
    }
    // Asked for by Tab: now there may be more to choose from.
    String before = prompt().text();
    complete();
    requests.removeIf(Request.FindUsers.class::isInstance);
    if (prompt().text().equals(before) && choices.size() == 1) {
      choices = List.of();
    }
  }

  private void show(Panel shown) {
    panel = Optional.of(shown);
    panelScroll = 0;
  }

  private void say(String sentence, Tone tone) {
    notice = Optional.of(new Notice(sentence, tone));
  }

  private boolean isOpen(Conversation c) {
    return open().filter(o -> o == c).isPresent();
  }

  // ---- For the view.

  Settings settings() {
    return settings;
  }

  Conversations conversations() {
    return conversations;
  }

  Optional<Conversation> open() {
    return conversations.open();
  }

  Prompt prompt() {
    return open().map(Conversation::prompt).orElse(homePrompt);
  }

  Link link() {
    return link;
  }

  /** Who answers, as the indicator says it. */
  String cluster() {
    if (cluster.answeredBy().isEmpty()) {
      return "connected";
    }
    return cluster.answeredBy() + (cluster.epoch() == 0 ? "" : ", epoch " + cluster.epoch());
  }

  Optional<Panel> panel() {
    return panel;
  }

  Optional<Notice> notice() {
    return notice;
  }

  List<String> choices() {
    return choices;
  }

  int scroll() {
    return scroll;
  }

  int panelScroll() {
    return panelScroll;
  }

  long firstNew() {
    return firstNew;
  }
}

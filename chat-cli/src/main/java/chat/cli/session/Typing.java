package chat.cli.session;

import chat.cli.text.TypedText;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The keyboard: what its keys do to the prompt and to the view. */
final class Typing {
  private static final Set<Key> WRITING =
      EnumSet.of(
          Key.NEW_LINE,
          Key.BACKSPACE,
          Key.DELETE,
          Key.LEFT,
          Key.RIGHT,
          Key.WORD_LEFT,
          Key.WORD_RIGHT,
          Key.HOME,
          Key.END,
          Key.DELETE_WORD,
          Key.DELETE_TO_START,
          Key.DELETE_TO_END);

  private final Desk desk;
  private final Viewport viewport;
  private final Orders orders;
  private boolean leaving;

  Typing(Desk desk, Viewport viewport, Orders orders) {
    this.desk = desk;
    this.viewport = viewport;
    this.orders = orders;
  }

  void typed(String text) {
    desk.hush();
    if (!prompt().insert(text)) {
      desk.say("that is more than a message can be", Tone.BAD);
    } else if (TypedText.isBroken(text)) {
      desk.sayBroken();
    }
  }

  private Prompt prompt() {
    return desk.prompt();
  }

  /** The next key ends what the last line says; but writing on doesn't end what went wrong. */
  void pressed(Key key) {
    boolean wasLeaving = leaving;
    leaving = false;
    if (WRITING.contains(key)) {
      desk.hush();
    } else {
      desk.quiet();
    }
    switch (key) {
      case ENTER -> orders.submit();
      case NEW_LINE -> typed("\n");
      case TAB -> complete();
      case ESCAPE, BOTTOM -> viewport.toBottom();
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
      case PAGE_UP -> viewport.turn(1);
      case PAGE_DOWN -> viewport.turn(-1);
      case NEXT_CONVERSATION -> desk.conversations.neighbour(1).ifPresent(viewport::open);
      case PREVIOUS_CONVERSATION -> desk.conversations.neighbour(-1).ifPresent(viewport::open);
      case NEXT_UNREAD -> nextUnread();
      case REDRAW -> desk.ask(new Request.Redraw());
      case INTERRUPT -> interrupt(wasLeaving);
      case END_OF_INPUT -> {
        if (prompt().isEmpty()) {
          desk.ask(new Request.Leave());
        } else {
          prompt().delete();
        }
      }
    }
  }

  private void nextUnread() {
    desk.conversations
        .nextUnread()
        .ifPresentOrElse(viewport::open, () -> desk.say("nothing else is unread", Tone.FAINT));
  }

  private void interrupt(boolean again) {
    if (!prompt().isEmpty()) {
      prompt().take();
    } else if (again) {
      desk.ask(new Request.Leave());
    } else {
      leaving = true;
      desk.say("Ctrl-C once more leaves; so do Ctrl-D and /quit", Tone.FAINT);
    }
  }

  private void complete() {
    if (TypedText.isBroken(prompt().text())) {
      desk.sayBroken();
      return;
    }
    Optional<String> name = Completion.nameIn(prompt().text());
    completeWith();
    name.filter(n -> !n.isEmpty()).ifPresent(n -> desk.ask(new Request.FindUsers(n + "*")));
  }

  private void completeWith() {
    List<String> names =
        Stream.concat(
                desk.conversations.list().stream().map(Conversation::title), desk.users.stream())
            .distinct()
            .sorted()
            .toList();
    Completion.Result result = Completion.of(prompt().text(), names);
    prompt().replace(result.text());
    desk.offer(result.choices());
  }

  /** Names that were asked for: by Tab, or to be shown. */
  void found(Input.Users found) {
    desk.users.addAll(found.names());
    if (Completion.nameIn(prompt().text()).isEmpty()) {
      desk.show(new Panel.Users(found.pattern(), found.names()));
      return;
    }
    String before = prompt().text();
    completeWith();
    if (prompt().text().equals(before) && desk.choices().size() == 1) {
      desk.offer(List.of());
    }
  }
}

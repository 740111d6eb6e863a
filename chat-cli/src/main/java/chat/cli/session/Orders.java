package chat.cli.session;

import chat.cli.client.ConversationId;
import chat.cli.text.TypedText;
import java.util.Optional;

/** What a line in the prompt asks for when Enter is pressed: a command, or a message. */
final class Orders {
  private final Desk desk;
  private final Viewport viewport;
  private final Dispatch dispatch;

  Orders(Desk desk, Viewport viewport, Dispatch dispatch) {
    this.desk = desk;
    this.viewport = viewport;
    this.dispatch = dispatch;
  }

  void submit() {
    String text = desk.prompt().text();
    if (text.isBlank()) {
      return;
    }
    if (TypedText.isBroken(text)) {
      desk.sayBroken();
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
      desk.say("there is no %s; see /help".formatted(word), Tone.BAD);
      return;
    }
    if ((command.get() == Command.OPEN || command.get() == Command.SEARCH) && argument.isEmpty()) {
      desk.say("%s wants %s".formatted(word, command.get().arguments()), Tone.BAD);
      return;
    }
    desk.prompt().take();
    switch (command.get()) {
      case OPEN -> open(argument);
      case SEARCH -> desk.ask(new Request.Search(argument));
      case USERS -> desk.ask(new Request.FindUsers(argument));
      case READ -> desk.open().ifPresentOrElse(viewport::markRead, this::nothingOpen);
      case RECALL -> desk.open().ifPresentOrElse(dispatch::recall, this::nothingOpen);
      case STATUS -> desk.ask(new Request.AskStatus());
      case HELP -> desk.show(new Panel.Help());
      case QUIT -> desk.ask(new Request.Leave());
    }
  }

  private void open(String name) {
    Optional<Conversation> titled = desk.conversations.titled(name);
    if (titled.isPresent()) {
      viewport.open(titled.get());
    } else if (!isGroupsName(name)) {
      viewport.open(desk.conversations.named(name));
    } else if (desk.known) {
      desk.noGroup(name);
    } else {
      desk.wanted = name;
    }
  }

  /** Not its id, such as #7, by which the server knows it. */
  private static boolean isGroupsName(String name) {
    return ConversationId.isGroup(name) && !name.matches("#[0-9]+");
  }

  private void nothingOpen() {
    desk.say("no conversation is open: /open NAME", Tone.BAD);
  }

  private void send(String text) {
    Optional<Conversation> open = desk.open();
    if (open.isEmpty()) {
      nothingOpen();
    } else if (dispatch.send(open.get(), text)) {
      desk.prompt().take();
      desk.takePanelAway();
      desk.scroll = 0;
    }
  }
}

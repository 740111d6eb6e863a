package chat.cli.session;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A slash command. Two slashes begin a message that begins with one. */
enum Command {
  OPEN("NAME", "open a conversation, or begin one"),
  SEARCH("TEXT", "find messages of yours"),
  USERS("[PATTERN]", "who is here; * and ? are known"),
  READ("", "mark this conversation as read"),
  RECALL("", "bring the last refused message back to the prompt"),
  STATUS("", "who leads, and how many replicas are in sync"),
  HELP("", "keys, commands and marks"),
  QUIT("", "leave; what waits stays in the outbox, for the next start");

  private final String arguments;
  private final String meaning;

  Command(String arguments, String meaning) {
    this.arguments = arguments;
    this.meaning = meaning;
  }

  String word() {
    return "/" + name().toLowerCase(java.util.Locale.ROOT);
  }

  String arguments() {
    return arguments;
  }

  String meaning() {
    return meaning;
  }

  boolean takesName() {
    return this == OPEN;
  }

  boolean takesArguments() {
    return !arguments.isEmpty();
  }

  static List<Command> beginningWith(String word) {
    return Arrays.stream(values()).filter(c -> c.word().startsWith(word)).toList();
  }

  static Optional<Command> of(String word) {
    return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
  }
}

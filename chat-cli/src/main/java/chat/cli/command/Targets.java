package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.ConversationId;
import chat.cli.client.GroupCalls;
import java.util.List;

/**
 * Whom a command means: a user's name, a group's id ({@code #7}), or a group's name ({@code
 * #lunch}).
 */
final class Targets {
  private Targets() {}

  /** The same where only a group can be meant: then the {@code #} may be left out. */
  static String group(ChatClient client, String written) throws ChatFailure {
    return resolve(client, ConversationId.isGroup(written) ? written : "#" + written);
  }

  /** What the server takes. Only a group's name costs a question. */
  static String resolve(ChatClient client, String written) throws ChatFailure {
    if (!ConversationId.isGroup(written) || written.matches("#[0-9]+")) {
      return written;
    }
    String name = written.substring(1);
    List<String> ids =
        client.groups().list().stream()
            .filter(g -> g.name().equals(name))
            .map(GroupCalls.Group::id)
            .toList();
    if (ids.size() == 1) {
      return ids.getFirst();
    }
    if (ids.isEmpty()) {
      throw new ChatFailure(
          ChatFailure.Kind.NOT_FOUND,
          "none of your groups is called " + name,
          "see: chat group list");
    }
    throw new ChatFailure(
        ChatFailure.Kind.REFUSED,
        "several of your groups are called " + name,
        "name one by its id: " + String.join(" ", ids));
  }
}

package chat.cli.session;

import chat.cli.client.ChatMessage;
import java.util.List;

/** What lies over the messages until Escape. */
sealed interface Panel {
  record Help() implements Panel {}

  record Users(String pattern, List<String> names) implements Panel {
    public Users {
      names = List.copyOf(names);
    }
  }

  record Hits(String text, List<ChatMessage> messages) implements Panel {
    public Hits {
      messages = List.copyOf(messages);
    }
  }
}

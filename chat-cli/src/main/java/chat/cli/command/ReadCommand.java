package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatMessage;
import chat.cli.client.ConversationId;
import chat.cli.client.RequestId;
import chat.cli.profile.Session;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "read", description = "Mark what a user wrote as read.")
final class ReadCommand extends Verb {
  @Parameters(paramLabel = "USER", description = "Or a group: '#7' or '#lunch'.")
  private String user = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SEQ",
      description = "Up to this number. Default: all.")
  private Optional<Long> seq = Optional.empty();

  @Override
  void run(Run run) throws Exception {
    Session session = run.profile().requireSession();
    try (ChatClient client = run.client(session)) {
      String with = Targets.resolve(client, user);
      long upTo = seq.isPresent() ? seq.get() : newest(client, with);
      if (upTo < 1) {
        run.screen().note("there is nothing to read from " + user);
        return;
      }
      client.mark(RequestId.random(), ConversationId.of(session.name(), with), upTo, upTo);
      run.screen().note("read up to %d".formatted(upTo));
    }
  }

  private static long newest(ChatClient client, String with) throws Exception {
    List<ChatMessage> last = client.history(with, 0, 1);
    return last.isEmpty() ? 0 : last.getLast().seq();
  }
}

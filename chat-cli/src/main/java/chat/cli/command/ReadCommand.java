package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatMessage;
import chat.cli.client.RequestId;
import chat.cli.profile.Session;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "read", description = "Mark what a user wrote as read.")
final class ReadCommand extends Verb {
  @Parameters(paramLabel = "USER")
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
      long upTo = seq.isPresent() ? seq.get() : newest(client);
      if (upTo < 1) {
        run.screen().note("there is nothing to read from " + user);
        return;
      }
      client.mark(RequestId.random(), conversation(session.name(), user), upTo, upTo);
      run.screen().note("read up to %d".formatted(upTo));
    }
  }

  private long newest(ChatClient client) throws Exception {
    List<ChatMessage> last = client.history(user, 0, 1);
    return last.isEmpty() ? 0 : last.getLast().seq();
  }

  /** As the contract names a conversation of two. */
  private static String conversation(String one, String other) {
    return one.compareTo(other) <= 0 ? one + ":" + other : other + ":" + one;
  }
}

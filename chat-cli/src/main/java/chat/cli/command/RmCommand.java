package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ConversationId;
import chat.cli.client.RequestId;
import chat.cli.profile.Session;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rm",
    description = {
      "Take messages out of your own view of a conversation.",
      "With --everyone out of everybody's; only their sender may, in a group its owner, too."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  chat rm bob 12 13", "  chat rm '#7' 4 --everyone"})
final class RmCommand extends Verb {
  @Parameters(paramLabel = "USER", description = "Or a group: '#7'.")
  private String with = "";

  @Parameters(index = "1..*", paramLabel = "SEQ", arity = "1..100")
  private List<Long> seqs = List.of();

  @Option(names = "--everyone", description = "For everybody in the conversation.")
  private boolean everyone;

  @Override
  void run(Run run) throws Exception {
    if (seqs.stream().anyMatch(seq -> seq < 1)) {
      throw wrongUsage("a message's number is at least 1");
    }
    Session session = run.profile().requireSession();
    try (ChatClient client = run.client(session)) {
      String conversation = ConversationId.of(session.name(), Targets.resolve(client, with));
      List<Long> ascending = seqs.stream().distinct().sorted().toList();
      int deleted = client.delete(RequestId.random(), conversation, ascending, everyone);
      run.screen().note("deleted: " + deleted);
    }
  }
}

package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import chat.cli.profile.Profile;
import chat.cli.profile.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "account",
    description = "Your account as a whole.",
    subcommands = AccountCommand.Delete.class)
final class AccountCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "one of these is missing: delete");
  }

  @Command(
      name = "delete",
      description = {
        "Delete your account, for good.",
        "Your sessions end, and nobody can ever take your name. What you sent stays with those who"
            + " got it; what wasn't delivered to you yet is undeliverable, and its senders see so."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  chat export --file mine.jsonl", "  chat account delete --confirm alice"})
  static final class Delete extends Verb {
    @Option(
        names = "--confirm",
        paramLabel = "NAME",
        required = true,
        description = "Your own name, so that this doesn't happen by mistake.")
    private String name = "";

    @Override
    void run(Run run) throws Exception {
      Profile profile = run.profile();
      Session session = profile.requireSession();
      if (!session.name().equals(name)) {
        throw wrongUsage("you are %s, not %s".formatted(session.name(), name));
      }
      try (ChatClient client = run.client(session)) {
        client.account().delete(RequestId.random(), name);
      }
      profile.forgetSession();
      run.screen().note("the account %s is deleted".formatted(name));
    }
  }
}

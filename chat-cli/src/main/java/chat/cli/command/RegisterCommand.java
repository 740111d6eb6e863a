package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "register", description = "Make an account and log in.")
final class RegisterCommand extends Verb {
  @Parameters(paramLabel = "NAME", description = "1 to 32 of a-z 0-9 . _ -")
  private String name = "";

  @Mixin private Passwords passwords = new Passwords();

  @Override
  void run(Run run) throws Exception {
    String password = passwords.read(run, true);
    try (ChatClient client = run.client()) {
      client.register(RequestId.random(), name, password);
      LoginCommand.open(run, client, name, password);
    }
    run.screen().note("welcome, %s; you are logged in".formatted(name));
  }
}

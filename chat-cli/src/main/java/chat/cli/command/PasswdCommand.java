package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import chat.cli.text.InvalidTextException;
import chat.cli.text.Utf8Lines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "passwd",
    description = "Set another password.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  chat passwd",
      "  printf '%%s\\n' \"$OLD\" \"$NEW\" | chat passwd --password-stdin --end-others"
    })
final class PasswdCommand extends Verb {
  @Option(
      names = "--password-stdin",
      description = "Read the old password from the first input line, the new one from the second.")
  private boolean fromInput;

  @Option(names = "--end-others", description = "End all other sessions of this account.")
  private boolean endOthers;

  private record Change(String old, String fresh) {}

  @Override
  void run(Run run) throws Exception {
    var session = run.profile().requireSession();
    Change change = fromInput ? fromInput(run) : asked(run);
    if (change.old().isEmpty() || change.fresh().isEmpty()) {
      throw wrongUsage("a password is empty");
    }
    try (ChatClient client = run.client(session)) {
      client.account().changePassword(RequestId.random(), change.old(), change.fresh(), endOthers);
    }
    run.screen().note("the password is changed");
  }

  private Change fromInput(Run run) throws Exception {
    Utf8Lines input = new Utf8Lines(run.surroundings().in(), "the standard input");
    String old = input.next().orElse("");
    return new Change(old, input.next().orElse(""));
  }

  private Change asked(Run run) throws InvalidTextException {
    if (!run.mayAsk()) {
      throw wrongUsage("no terminal to ask for the passwords; use --password-stdin");
    }
    var console = run.surroundings().console().orElseThrow();
    String old = Passwords.entered(console.readPassword("Old password: "));
    String fresh = Passwords.entered(console.readPassword("New password: "));
    if (!Passwords.entered(console.readPassword("Once more: ")).equals(fresh)) {
      throw wrongUsage("the two new passwords differ");
    }
    return new Change(old, fresh);
  }
}

package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "register", description = "Make an account and log in.")
final class RegisterCommand extends Verb {
  @Parameters(paramLabel = "NAME", description = "1 to 32 of a-z 0-9 . _ -")
  private String name = "";

  @Mixin private Passwords passwords = new Passwords();

  @Option(
      names = "--operator-code-file",
      paramLabel = "FILE",
      description = {
        "Read the operator code from the first line of a file, or of /dev/stdin.",
        "For a name that the nodes' configuration names as an operator."
      })
  private Optional<Path> codeFile = Optional.empty();

  @Option(
      names = "--operator-code-stdin",
      description = {
        "Read the operator code from the first input line.",
        "With --password-stdin: from the second."
      })
  private boolean codeFromInput;

  private String operatorCode(Run run) throws IOException {
    if (codeFromInput) {
      return Passwords.firstLine(run.surroundings().in(), "the standard input");
    }
    if (codeFile.isEmpty()) {
      return "";
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(codeFile.get()))) {
      return Passwords.firstLine(in, codeFile.get().toString());
    }
  }

  @Override
  void run(Run run) throws Exception {
    if (codeFromInput && codeFile.isPresent()) {
      throw wrongUsage("--operator-code-stdin and --operator-code-file exclude each other");
    }
    String password = passwords.read(run, true);
    String code = operatorCode(run);
    try (ChatClient client = run.client()) {
      client.register(RequestId.random(), name, password, code);
      LoginCommand.open(run, client, name, password);
    }
    run.screen().note("welcome, %s; you are logged in".formatted(name));
  }
}

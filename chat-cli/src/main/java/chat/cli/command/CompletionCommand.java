package chat.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Print the completion script for bash and zsh.",
      "Use it at once: source <(chat completion)"
    })
final class CompletionCommand extends Verb {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  void run(Run run) {
    CommandLine root = spec.root().commandLine();
    run.screen().line(AutoComplete.bash("chat", root));
  }
}

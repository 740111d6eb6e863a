package chat.cli.command;

import chat.cli.manual.FishCompletion;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Print the completion script for a shell.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(chat completion bash)      # at once",
      "  chat completion bash > ~/.local/share/bash-completion/completions/chat",
      "  source <(chat completion zsh)",
      "  chat completion fish > ~/.config/fish/completions/chat.fish"
    })
final class CompletionCommand extends Verb {
  /** Shells whose completion is known. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Shell shell = Shell.BASH;

  @Override
  void run(Run run) {
    run.screen()
        .line(
            switch (shell) {
              // The same script: in zsh it loads what makes zsh understand it.
              case BASH, ZSH ->
                  AutoComplete.bash("chat", spec.root().commandLine()).stripTrailing();
              case FISH -> FishCompletion.of(spec.root()).stripTrailing();
            });
  }
}

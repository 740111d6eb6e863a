package chat.cli.command;

import chat.cli.output.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share: they run with a {@link Run}, or fail with an exception. */
abstract class Verb implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** Does the work. Returning means success. */
  abstract void run(Run run) throws Exception;

  @Override
  public final Integer call() throws Exception {
    run(new Run((ChatCommand) spec.root().userObject()));
    return ExitCode.OK.number();
  }

  /** For what picocli can't check by itself. */
  final ParameterException wrongUsage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}

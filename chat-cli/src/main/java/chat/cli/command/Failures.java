package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.file.UnfitFileException;
import chat.cli.local.LocalFailure;
import chat.cli.output.ExitCode;
import chat.cli.output.SafeText;
import chat.cli.profile.Profile.NotLoggedInException;
import chat.cli.profile.ProfileException;
import chat.cli.text.InvalidTextException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place that turns exceptions into sentences on stderr and exit codes. */
final class Failures {
  private static final String TO_THE_DOCTOR = "; see: chat doctor";

  private final PrintStream err;

  Failures(PrintStream err) {
    this.err = err;
  }

  /** The command line isn't one. */
  int usage(ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      unmatched(unmatched);
    } else {
      say(Wording.of(String.valueOf(e.getMessage())));
    }
    err.println("      see: " + name + " --help");
    return ExitCode.USAGE.number();
  }

  /** Names the first word that isn't understood, and what it may have been meant to be. */
  private void unmatched(UnmatchedArgumentException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String word = e.getUnmatched().getFirst();
    boolean isRoot = command.parent() == null;
    List<String> known;
    if (word.startsWith("-")) {
      say("there is no option " + word);
      known = List.copyOf(command.optionsMap().keySet());
    } else if (isRoot || !command.subcommands().isEmpty()) {
      say("there is no command " + word);
      known = isRoot ? Verbs.names() : List.copyOf(command.subcommands().keySet());
    } else {
      say("that is one word too many: " + word);
      known = List.of();
    }
    List<String> meant = Suggestions.of(word, known);
    if (!meant.isEmpty()) {
      next("did you mean: " + String.join(", ", meant));
    }
  }

  /** A command ended with an exception. */
  int failed(Exception e, boolean debug) {
    if (debug) {
      e.printStackTrace(err);
    }
    return switch (e) {
      case ParameterException usage -> usage(usage);
      case ChatFailure failure -> {
        say(String.valueOf(failure.getMessage()));
        next(failure.doctorKnowsMore() ? failure.next() + TO_THE_DOCTOR : failure.next());
        yield exitCode(failure.kind()).number();
      }
      case NotLoggedInException none -> {
        say(String.valueOf(none.getMessage()));
        next("log in: chat login NAME, or make an account: chat register NAME");
        yield ExitCode.AUTHENTICATION.number();
      }
      case LocalFailure failure -> {
        say(String.valueOf(failure.getMessage()));
        next(failure.next());
        yield failure.exitCode().number();
      }
      case ReaderGoneException _ -> ExitCode.FAILURE.number();
      case ProfileException bad -> {
        say(String.valueOf(bad.getMessage()));
        yield ExitCode.FAILURE.number();
      }
      case InvalidTextException text -> wrong(text);
      case UnfitFileException file -> wrong(file);
      case InvalidPathException path -> wrong(path);
      case IOException io -> {
        say("a file or stream failed: " + io.getMessage());
        yield ExitCode.FAILURE.number();
      }
      default -> {
        say("this should not have happened: " + e);
        next("--debug shows where");
        yield ExitCode.FAILURE.number();
      }
    };
  }

  private int wrong(Exception e) {
    say(String.valueOf(e.getMessage()));
    return ExitCode.USAGE.number();
  }

  private static ExitCode exitCode(ChatFailure.Kind kind) {
    return switch (kind) {
      case FAILED -> ExitCode.FAILURE;
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case AUTHENTICATION -> ExitCode.AUTHENTICATION;
      case REFUSED -> ExitCode.REFUSED;
      case UNAVAILABLE -> ExitCode.UNAVAILABLE;
      case OUTCOME_UNKNOWN -> ExitCode.OUTCOME_UNKNOWN;
    };
  }

  private void say(String sentence) {
    err.println("chat: " + SafeText.line(sentence));
  }

  private void next(String step) {
    if (!step.isEmpty()) {
      err.println("      " + step);
    }
  }
}

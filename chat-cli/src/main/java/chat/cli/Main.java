package chat.cli;

import chat.cli.command.ChatCommand;
import chat.cli.command.Surroundings;
import java.util.logging.LogManager;

/** The process's entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // Libraries log to stderr, which is for our own sentences.
    LogManager.getLogManager().reset();
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    int exitCode = ChatCommand.execute(Surroundings.ofProcess(), arguments);
    // Ends the gRPC threads too, which nothing waits for any more.
    System.exit(exitCode);
  }
}

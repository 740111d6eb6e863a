package chat.cli;

import chat.cli.command.ChatCommand;
import chat.cli.command.Surroundings;

/** The process's entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int exitCode = ChatCommand.execute(Surroundings.ofProcess(), arguments);
    // Ends the gRPC threads too, which nothing waits for any more.
    System.exit(exitCode);
  }
}

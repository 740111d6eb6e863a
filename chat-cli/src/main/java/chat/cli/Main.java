package chat.cli;

import chat.cli.command.ChatCommand;
import chat.cli.command.Surroundings;
import java.util.logging.LogManager;

/** The process's entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    prepare();
    int exitCode = ChatCommand.executeAsTyped(Surroundings.ofProcess(), arguments);
    // Ends the gRPC threads too, which nothing waits for any more.
    System.exit(exitCode);
  }

  /** What holds for the whole process. */
  static void prepare() {
    // Libraries log to stderr, which is for our own sentences.
    LogManager.getLogManager().reset();
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    // A handful of connections needs no thread for each core; and nobody looks at the identifiers
    // of channels, for which all network interfaces would be asked.
    System.setProperty("io.netty.eventLoopThreads", "1");
    System.setProperty("io.netty.machineId", "02:00:00:00:00:00:00:01");
    System.setProperty("io.netty.processId", "1");
  }
}

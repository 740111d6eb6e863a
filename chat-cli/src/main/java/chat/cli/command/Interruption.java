package chat.cli.command;

import chat.cli.output.Screen;

/** While it is open, Ctrl-C ends the process with a word on what became of the work. */
final class Interruption implements AutoCloseable {
  private final Thread word;

  Interruption(Screen screen, String sentence) {
    word = new Thread(() -> screen.error("chat: interrupted; " + sentence), "interrupted");
    Runtime.getRuntime().addShutdownHook(word);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(word);
    } catch (IllegalStateException e) {
      // The process is ending: the word is being said.
    }
  }
}

package chat.cli.command;

import chat.cli.output.PipeGauge;
import chat.cli.output.Screen;
import java.util.Optional;

/**
 * Line by line to standard output. Where the system tells how much of a pipe is unread, a line is
 * taken once its reader has read it, and the next one is written only then; elsewhere once the
 * system has accepted it.
 */
final class PrintHandOver implements HandOver {
  private final Screen screen;
  private final Optional<PipeGauge> gauge;
  private final ListenProgress progress;
  private boolean over;

  PrintHandOver(Screen screen, Optional<PipeGauge> gauge, ListenProgress progress) {
    this.screen = screen;
    this.gauge = gauge;
    this.progress = progress;
  }

  @Override
  public boolean give(ListenProgress.Step step, ListenLine line) {
    screen.line(line.printed());
    over = !screen.flush() || gauge.isPresent() && !gauge.get().awaitRead();
    if (!over) {
      progress.take(step);
    }
    return !over;
  }

  @Override
  public void pass(ListenProgress.Step step) {
    progress.take(step);
  }

  @Override
  public boolean isOver() {
    over |= gauge.isPresent() && gauge.get().isAbandoned();
    return over;
  }

  @Override
  public void finish() throws ReaderGoneException {
    if (over) {
      throw new ReaderGoneException();
    }
  }
}

package chat.e2e.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What was measured, one line per event, printed at once and kept for the end of the run. */
final class Figures {
  private static final Path FILE = Path.of("target", "kubernetes-figures.txt");

  private Figures() {}

  static synchronized void gap(String event, double millis, int messages, String note) {
    line(
        String.format(
            "%-58s longest gap %6.0f ms, %5d messages %s", event, millis, messages, note));
  }

  /** Of an event that was repeated. */
  static void spread(String event, List<Double> gaps) {
    List<Double> ascending = gaps.stream().sorted().toList();
    line(
        String.format(
            "%-58s %d times: median %.0f ms, longest %.0f ms; all: %s",
            event,
            gaps.size(),
            ascending.get((ascending.size() - 1) / 2),
            ascending.getLast(),
            ascending.stream().map(gap -> String.format("%.0f", gap)).toList()));
  }

  static synchronized void line(String line) {
    System.out.println("figures: " + line);
    try {
      Files.createDirectories(FILE.toAbsolutePath().getParent());
      Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

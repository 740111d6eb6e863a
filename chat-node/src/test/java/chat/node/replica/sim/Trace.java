package chat.node.replica.sim;

import chat.view.NodeName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last things that happened; text is only made of them when somebody asks. */
final class Trace {
  private static final int MAX_LINES = 60;

  private record Line(long atMillis, Object who, Object cause, List<?> effects) {}

  private final Agenda agenda;
  private final Deque<Line> lines = new ArrayDeque<>();

  Trace(Agenda agenda) {
    this.agenda = agenda;
  }

  void add(NodeName who, Object cause, List<?> effects) {
    keep(new Line(agenda.nowMillis(), who, cause, effects));
  }

  void add(Object who, Object cause) {
    keep(new Line(agenda.nowMillis(), who, cause, List.of()));
  }

  private void keep(Line line) {
    if (lines.size() == MAX_LINES) {
      lines.remove();
    }
    lines.add(line);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append("%6d ms  %-8s %s%n".formatted(line.atMillis, line.who, line.cause));
      line.effects.forEach(
          effect -> text.append("                     -> ").append(effect).append('\n'));
    }
    return text.toString();
  }
}

package chat.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The longest time in which nobody was answered, between two answers. */
record Silence(Instant from, Instant to) {

  /**
   * Of those that ended after {@code since}; empty of length where there is none.
   *
   * @param answers when each was answered, ascending, by {@link System#nanoTime}, as is {@code
   *     since}
   */
  static Silence longest(List<Long> answers, long since) {
    long now = System.nanoTime();
    Instant instantNow = Instant.now();
    long from = now;
    long to = now;
    for (int i = answers.size() - 1; i > 0 && answers.get(i) - since > 0; i--) {
      if (answers.get(i) - answers.get(i - 1) > to - from) {
        from = answers.get(i - 1);
        to = answers.get(i);
      }
    }
    return new Silence(instantNow.minusNanos(now - from), instantNow.minusNanos(now - to));
  }

  double millis() {
    return Duration.between(from, to).toNanos() / 1e6;
  }
}

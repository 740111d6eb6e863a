package chat.cli.command;

import chat.cli.client.ClockReading;
import chat.cli.client.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the clocks agree. No promise of the chat rests on them: but messages carry the median of
 * the nodes' clocks, and sessions end by it. Nodes are compared with each other first, so that a
 * wrong clock here isn't blamed on them.
 */
final class ClockChecks {
  /** What people notice in the times of messages; clocks that are kept right differ by far less. */
  static final Duration NOTICEABLE = Duration.ofSeconds(1);

  /** Nobody keeps such a clock right at all. */
  static final Duration SERIOUS = Duration.ofMinutes(1);

  private static final String CHECK = "clock";

  private ClockChecks() {}

  /** Of the same node there may be several readings. Nothing to say where no node told its time. */
  static List<Finding> findings(List<ClockReading> readings) {
    Map<String, ClockReading> nodes = new TreeMap<>();
    readings.forEach(r -> nodes.merge(r.node(), r, ClockChecks::narrower));
    if (nodes.isEmpty()) {
      return List.of();
    }
    List<ClockReading> all = List.copyOf(nodes.values());
    return List.of(amongThemselves(all).orElseGet(() -> here(all)));
  }

  private static ClockReading narrower(ClockReading one, ClockReading other) {
    return other.mostMillis() - other.leastMillis() < one.mostMillis() - one.leastMillis()
        ? other
        : one;
  }

  private static Optional<Finding> amongThemselves(List<ClockReading> nodes) {
    ClockReading ahead = nodes.getFirst();
    ClockReading behind = ahead;
    for (ClockReading one : nodes) {
      for (ClockReading other : nodes) {
        if (one.aheadOf(other) > ahead.aheadOf(behind)) {
          ahead = one;
          behind = other;
        }
      }
    }
    long gap = ahead.aheadOf(behind);
    return gap <= NOTICEABLE.toMillis()
        ? Optional.empty()
        : Optional.of(
            off(
                gap,
                "the clock of %s is %s ahead of that of %s"
                    .formatted(ahead.node(), text(gap), behind.node()),
                "messages get the median of the nodes' clocks, and sessions end by it: let NTP set"
                    + " the clocks of their machines (timedatectl says whether it does)"));
  }

  private static Finding here(List<ClockReading> nodes) {
    long ahead = nodes.stream().mapToLong(ClockReading::leastMillis).min().orElseThrow();
    long behind = -nodes.stream().mapToLong(ClockReading::mostMillis).max().orElseThrow();
    long gap = Math.max(ahead, behind);
    if (gap > NOTICEABLE.toMillis()) {
      return off(
          gap,
          "this machine's clock is %s %s the nodes' clocks"
              .formatted(text(gap), ahead > 0 ? "behind" : "ahead of"),
          "times shown here are the nodes': let NTP set this machine's clock (timedatectl says"
              + " whether it does)");
    }
    long most = nodes.stream().mapToLong(ClockReading::offAtMost).max().orElseThrow();
    return Finding.ok(
        CHECK,
        "%s and this machine agree within %d ms"
            .formatted(nodes.size() == 1 ? "1 node" : nodes.size() + " nodes", most));
  }

  private static Finding off(long gap, String detail, String next) {
    return gap > SERIOUS.toMillis()
        ? Finding.fail(CHECK, detail, next)
        : Finding.warn(CHECK, detail, next);
  }

  private static String text(long millis) {
    Duration gap = Duration.ofMillis(millis);
    if (gap.compareTo(Duration.ofMinutes(2)) < 0) {
      return Durations.text(gap);
    }
    return gap.compareTo(Duration.ofHours(2)) < 0
        ? gap.toMinutes() + " minutes"
        : gap.toHours() + " hours";
  }
}

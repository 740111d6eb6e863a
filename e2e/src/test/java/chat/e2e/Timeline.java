package chat.e2e;

import chat.e2e.cluster.LocalCluster;
import chat.e2e.cluster.LocalNode;
import chat.e2e.cluster.Managed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What nodes and controller printed around a moment, in the order of its time. */
final class Timeline {
  private static final int STAMP_LENGTH = "2026-11-21 12:00:00,000".length();
  private static final int LINES_LIMIT = 200;
  private static final int LINE_LIMIT = 300;

  private Timeline() {}

  private record Line(Instant at, String process, String words) {}

  /** One line each, with the milliseconds since {@code zero}. */
  static String of(LocalCluster cluster, Instant from, Instant to, Instant zero) {
    List<Line> lines = new ArrayList<>(said(cluster.controller()));
    cluster.nodes().stream().map(LocalNode::process).forEach(each -> lines.addAll(said(each)));
    return lines.stream()
        .filter(line -> !line.at.isBefore(from) && !line.at.isAfter(to))
        .sorted(Comparator.comparing(Line::at))
        .limit(LINES_LIMIT)
        .map(
            line ->
                "%+7d ms %s: %s"
                    .formatted(
                        line.at.toEpochMilli() - zero.toEpochMilli(), line.process, line.words))
        .collect(Collectors.joining("\n"));
  }

  private static List<Line> said(Managed process) {
    List<Line> lines = new ArrayList<>();
    process
        .output()
        .lines()
        .forEach(
            line ->
                stamp(line)
                    .ifPresent(
                        at ->
                            lines.add(
                                new Line(
                                    at,
                                    process.name(),
                                    line.substring(
                                        STAMP_LENGTH, Math.min(line.length(), LINE_LIMIT))))));
    return lines;
  }

  /** Nodes and controller stamp their lines alike, but for two characters. */
  private static Optional<Instant> stamp(String line) {
    if (line.length() < STAMP_LENGTH) {
      return Optional.empty();
    }
    String stamp = line.substring(0, STAMP_LENGTH).replace(' ', 'T').replace(',', '.');
    try {
      return Optional.of(LocalDateTime.parse(stamp).atZone(ZoneId.systemDefault()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // A stack trace, or a line of the Java machine.
    }
  }
}

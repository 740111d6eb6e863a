package chat.controller.coordinator;

import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Rules 6 and 11: who leads next. Only a recorded member, by name and disk; the in-sync set stays,
 * for the old primary's disk may be the only other intact one.
 */
final class Promotion {
  /** Any member is safe; the last in this order has the least to do before it serves. */
  private static final Comparator<Report> BETTER =
      Comparator.<Report, Boolean>comparing(report -> !report.ending())
          .thenComparing(Report::lastEpoch)
          .thenComparingLong(Report::lastIndex)
          .thenComparing(Report::lostPrimary)
          .thenComparing(Report::self, Comparator.reverseOrder());

  private Promotion() {}

  static Decision decide(View view, SortedMap<NodeName, Contact> nodes, String why) {
    Optional<Report> best = promotable(view, nodes).values().stream().max(BETTER);
    if (best.isEmpty()) {
      return new Decision.Wait(why + "; no member to promote: " + missing(view, nodes));
    }
    return new Decision.Promote(view.promoting(best.get().self()), why);
  }

  /** The in-sync members that answer, on the recorded disk, and could lead. */
  static SortedMap<NodeName, Report> promotable(View view, SortedMap<NodeName, Contact> nodes) {
    SortedMap<NodeName, Report> promotable = new TreeMap<>();
    for (Member member : view.inSync()) {
      if (nodes.get(member.name()) instanceof Contact.Answers(Report report)
          && hindrance(view, member, report).isEmpty()) {
        promotable.put(member.name(), report);
      }
    }
    return promotable;
  }

  private static Optional<String> hindrance(View view, Member member, Report report) {
    if (!report.self().equals(member)) {
      return Optional.of("runs on another disk than the recorded " + member.storageId());
    }
    if (report.isHalted()) {
      return Optional.of("has halted" + report.halted().map(why -> " (" + why + ")").orElse(""));
    }
    if (report.cluster().isPresent() && !report.cluster().get().equals(view.clusterId())) {
      return Optional.of("belongs to cluster " + report.cluster().get());
    }
    return Optional.empty();
  }

  private static String missing(View view, SortedMap<NodeName, Contact> nodes) {
    StringJoiner all = new StringJoiner("; ");
    for (Member member : view.inSync()) {
      Contact contact = nodes.getOrDefault(member.name(), new Contact.Lost("not a known node"));
      String why =
          switch (contact) {
            case Contact.Answers(Report report) -> hindrance(view, member, report).orElse("");
            case Contact.Unsure(String unsure) -> "doesn't answer (" + unsure + ")";
            case Contact.Lost(String lost) -> "doesn't answer (" + lost + ")";
          };
      all.add(member.name() + " " + why);
    }
    return all.toString();
  }
}

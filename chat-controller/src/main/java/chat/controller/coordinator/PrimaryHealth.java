package chat.controller.coordinator;

import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;

/** Whether the primary of a view still leads, as far as can be seen. */
sealed interface PrimaryHealth {
  record Leads() implements PrimaryHealth {}

  record MayBeLost(String why) implements PrimaryHealth {}

  record IsLost(String why) implements PrimaryHealth {}

  static PrimaryHealth of(View view, SortedMap<NodeName, Contact> nodes) {
    Member primary = view.primary();
    Contact contact =
        nodes.getOrDefault(primary.name(), new Contact.Lost("is not among the known nodes"));
    return switch (contact) {
      case Contact.Answers(Report report) -> answering(view, report);
      case Contact.Unsure(String why) ->
          new MayBeLost("primary " + primary.name() + " may be lost: " + why);
      case Contact.Lost(String why) -> confirmed(view, nodes, why);
    };
  }

  /**
   * Of a primary that answers, its own word counts, at once. What it says before it acted on this
   * epoch (its promise is below) is about the one before: it was promoted and doesn't know yet.
   */
  private static PrimaryHealth answering(View view, Report report) {
    NodeName name = view.primary().name();
    if (!report.self().equals(view.primary())) {
      return new IsLost("primary " + name + " runs on another disk now");
    }
    if (report.isHalted()) {
      return new IsLost(
          "primary " + name + " halted" + report.halted().map(why -> ": " + why).orElse(""));
    }
    if (report.cluster().isPresent() && !report.cluster().get().equals(view.clusterId())) {
      return new IsLost("primary " + name + " has the disk of another cluster");
    }
    if (report.lostPrimary() && !report.promise().isBelow(view.epoch())) {
      return new IsLost("primary " + name + " must not go on in epoch " + view.epoch());
    }
    return new Leads();
  }

  /**
   * A blip between the controller and the primary is no failure: who follows it must say so too.
   */
  private static PrimaryHealth confirmed(
      View view, SortedMap<NodeName, Contact> nodes, String why) {
    String lost = "primary " + view.primary().name() + " is lost: " + why;
    StringJoiner followers = new StringJoiner(", ");
    for (Map.Entry<NodeName, Report> each : Promotion.promotable(view, nodes).entrySet()) {
      if (!each.getValue().lostPrimary()) {
        followers.add(each.getKey().value());
      }
    }
    return followers.length() == 0
        ? new IsLost(lost)
        : new MayBeLost(lost + "; but " + followers + " did not lose it");
  }
}

package chat.controller.coordinator;

import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rule 0: a cluster begins only where there is no record, and once every node that is known, and at
 * least the initial members, answers with an empty disk; all are in sync then. Or with one seed
 * among them, to whose disk a backup was restored: it alone is in sync, in the epoch behind its
 * promise, and the others join it. A node that is known but doesn't answer may have data of a
 * cluster whose record was lost.
 */
final class FirstView {
  private FirstView() {}

  static Decision decide(Observation observation, ClusterId fresh) {
    StringJoiner hindrances = new StringJoiner("; ");
    Map<StorageId, NodeName> disks = new HashMap<>();
    TreeSet<Member> members = new TreeSet<>();
    List<Report> seeds = new ArrayList<>();
    SortedMap<NodeName, NodeAddresses> addresses = new TreeMap<>();
    int known = observation.nodes().size();
    if (known < observation.initialMembers()) {
      hindrances.add(known + " of " + observation.initialMembers() + " initial members are known");
    }
    observation
        .nodes()
        .forEach(
            (name, contact) -> {
              hindrance(contact).ifPresent(why -> hindrances.add(name + " " + why));
              if (contact instanceof Contact.Answers(Report report)) {
                NodeName twin = disks.putIfAbsent(report.self().storageId(), name);
                if (twin != null) {
                  hindrances.add(name + " runs on the same disk as " + twin + ", or on a copy");
                }
                members.add(report.self());
                if (report.isSeed()) {
                  seeds.add(report);
                }
                report.addresses().ifPresent(at -> addresses.put(name, at));
              }
            });
    if (seeds.size() > 1) {
      hindrances.add("a backup was restored to more than one node: only one may begin");
    }
    if (hindrances.length() > 0) {
      return new Decision.Wait("no first view: " + hindrances);
    }
    if (seeds.isEmpty()) {
      return new Decision.FirstView(
          new View(fresh, new Rev(1), new Epoch(1), members.getFirst(), members, addresses));
    }
    return new Decision.FirstView(growingFrom(seeds.getFirst(), addresses));
  }

  /** Above the promise, as rule 7 wants it; no other member has what the seed has. */
  private static View growingFrom(Report seed, SortedMap<NodeName, NodeAddresses> addresses) {
    return new View(
        seed.cluster().orElseThrow(),
        new Rev(1),
        seed.promise().next(),
        seed.self(),
        new TreeSet<>(Set.of(seed.self())),
        addresses);
  }

  private static Optional<String> hindrance(Contact contact) {
    return switch (contact) {
      case Contact.Unsure(String why) -> Optional.of("doesn't answer (" + why + ")");
      case Contact.Lost(String why) -> Optional.of("doesn't answer (" + why + ")");
      case Contact.Answers(Report report) when report.isHalted() ->
          Optional.of("has halted" + report.halted().map(why -> " (" + why + ")").orElse(""));
      case Contact.Answers(Report report) when !report.isEmpty() && !report.isSeed() ->
          Optional.of(
              "has data"
                  + report.cluster().map(id -> " of cluster " + id).orElse("")
                  + ", and there is no view: restore the view, or start it with an empty disk");
      case Contact.Answers(Report report) when report.ending() -> Optional.of("is ending");
      case Contact.Answers _ -> Optional.empty();
    };
  }
}

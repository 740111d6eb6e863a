package chat.controller.coordinator;

import chat.view.NodeName;
import chat.view.View;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a decision is made from.
 *
 * @param view as read, linearizably, for this decision; empty where no view was ever written
 * @param nodes every node that is known to belong here, and how it looks
 * @param initialMembers how many nodes must be there before the first view
 */
public record Observation(
    Optional<View> view, SortedMap<NodeName, Contact> nodes, int initialMembers) {

  public Observation {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    if (initialMembers < 1) {
      throw new IllegalArgumentException("a cluster has one member at least: " + initialMembers);
    }
    nodes.forEach(
        (name, contact) -> {
          if (contact instanceof Contact.Answers(Report report)
              && !report.self().name().equals(name)) {
            throw new IllegalArgumentException(name + " answers as " + report.self());
          }
        });
  }
}

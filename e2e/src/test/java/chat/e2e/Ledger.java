package chat.e2e;

import chat.e2e.client.Acknowledged;
import chat.e2e.client.Export;
import chat.e2e.client.Received;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was acknowledged to a crowd of users, and what must be in each one's export because of it,
 * neither more nor less: every call was repeated until its outcome was known. Any thread.
 */
final class Ledger {
  private static final int SHOWN = 10;

  /** A message's place. */
  record Place(String conversation, long seq) {}

  private final Map<String, Set<String>> groups = new HashMap<>();
  private final Map<Place, Acknowledged> sent = new HashMap<>();
  private final Map<String, List<Place>> bySender = new HashMap<>();
  private final Set<Place> withdrawn = new HashSet<>();
  private final Map<String, Set<Place>> hidden = new HashMap<>();
  private final Map<String, Map<String, Long>> read = new HashMap<>();
  private final Map<String, Set<String>> blocked = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  synchronized void group(String id, Collection<String> members) {
    groups.put(id, Set.copyOf(members));
  }

  synchronized void sent(Acknowledged answer) {
    Place place = new Place(answer.conversation(), answer.seq());
    Acknowledged before = sent.putIfAbsent(place, answer);
    if (before != null) {
      faults.add("one seq for two messages: " + before + " and " + answer);
    }
    bySender.computeIfAbsent(answer.from(), _ -> new ArrayList<>()).add(place);
  }

  synchronized void withdrawn(Place place) {
    withdrawn.add(place);
  }

  synchronized void hidden(String by, Place place) {
    hidden.computeIfAbsent(by, _ -> new HashSet<>()).add(place);
  }

  synchronized void read(String by, Place place) {
    read.computeIfAbsent(by, _ -> new HashMap<>())
        .merge(place.conversation(), place.seq(), Math::max);
  }

  synchronized void blocks(String by, String whom, boolean now) {
    Set<String> mine = blocked.computeIfAbsent(by, _ -> new HashSet<>());
    if (now) {
      mine.add(whom);
    } else {
      mine.remove(whom);
    }
  }

  synchronized Set<String> blockedBy(String name) {
    return Set.copyOf(blocked.getOrDefault(name, Set.of()));
  }

  /** A message of this sender that nobody took back yet. */
  synchronized Optional<Place> anyBy(String sender, Random random) {
    List<Place> all = bySender.getOrDefault(sender, List.of());
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.get(random.nextInt(all.size()))).filter(p -> !withdrawn.contains(p));
  }

  /** A message of {@code sender} that {@code reader} sees, as one of the last. */
  synchronized Optional<Place> newestTo(String reader, String sender) {
    return bySender.getOrDefault(sender, List.of()).reversed().stream()
        .limit(20)
        .filter(place -> members(place.conversation()).contains(reader))
        .findFirst();
  }

  private Set<String> members(String conversation) {
    return groups.containsKey(conversation)
        ? groups.get(conversation)
        : Set.of(conversation.split(":"));
  }

  synchronized int messages() {
    return sent.size();
  }

  synchronized int deletions() {
    return withdrawn.size() + hidden.values().stream().mapToInt(Set::size).sum();
  }

  /** What this user must see now. */
  synchronized Map<Place, Acknowledged> visibleTo(String name) {
    Map<Place, Acknowledged> visible = new HashMap<>();
    Set<Place> gone = hidden.getOrDefault(name, Set.of());
    sent.forEach(
        (place, answer) -> {
          if (members(place.conversation()).contains(name)
              && !withdrawn.contains(place)
              && !gone.contains(place)) {
            visible.put(place, answer);
          }
        });
    return visible;
  }

  /** Each conversation's seqs begin with 1 and have no gap. */
  synchronized List<String> sequenceFaults() {
    Map<String, Long> highest = new TreeMap<>();
    Map<String, Long> count = new TreeMap<>();
    for (Place place : sent.keySet()) {
      highest.merge(place.conversation(), place.seq(), Math::max);
      count.merge(place.conversation(), 1L, Long::sum);
    }
    List<String> found = new ArrayList<>(faults);
    highest.forEach(
        (conversation, last) -> {
          if (!last.equals(count.get(conversation))) {
            found.add(conversation + " goes to " + last + " with " + count.get(conversation));
          }
        });
    return found;
  }

  /** Every way in which this export isn't what was acknowledged. */
  synchronized List<String> faults(Export export) {
    List<String> found = new ArrayList<>();
    Map<Place, Acknowledged> missing = visibleTo(export.name());
    long before = 0;
    for (Received message : export.messages()) {
      Acknowledged expected = missing.remove(new Place(message.conversation(), message.seq()));
      if (expected == null) {
        found.add("was never acknowledged, was deleted, or is there twice: " + message);
      } else if (!expected.from().equals(message.from())
          || !expected.text().equals(message.text())
          || expected.position() != message.position()) {
        found.add("acknowledged as " + expected + ", exported as " + message);
      }
      if (message.position() <= before) {
        found.add("out of the log's order: " + message);
      }
      before = message.position();
    }
    missing.values().forEach(lost -> found.add("lost: " + lost));
    if (!export.blocked().equals(blockedBy(export.name()))) {
      found.add("blocks " + export.blocked() + ", was told " + blockedBy(export.name()));
    }
    if (export.sessions() != 1) {
      found.add(export.sessions() + " sessions");
    }
    found.addAll(readFaults(export));
    return found.size() <= SHOWN ? found : found.subList(0, SHOWN);
  }

  /** Of pairs; in a group "read" is said of all members together. */
  private List<String> readFaults(Export export) {
    Map<String, Long> marks = read.getOrDefault(export.name(), Map.of());
    Map<String, Long> expected = new HashMap<>();
    for (Received message : export.messages()) {
      String conversation = message.conversation();
      if (!groups.containsKey(conversation)) {
        boolean covered =
            !message.from().equals(export.name())
                && message.seq() <= marks.getOrDefault(conversation, 0L);
        expected.merge(conversation, covered ? message.seq() : 0, Math::max);
      }
    }
    List<String> found = new ArrayList<>();
    expected.forEach(
        (conversation, seq) -> {
          if (!seq.equals(export.readSeqs().get(conversation))) {
            found.add(
                conversation
                    + " is read to "
                    + export.readSeqs().get(conversation)
                    + ", was told "
                    + seq);
          }
        });
    return found;
  }
}

package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.Ledger.Place;
import chat.e2e.client.Condition;
import chat.e2e.client.Export;
import chat.e2e.client.Groups;
import chat.e2e.client.Listener;
import chat.e2e.client.Received;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many users at once, in pairs and groups, while nodes are killed: at the end each one's export is
 * exactly what was acknowledged to them, and each one's stream brought it once.
 */
@Tag("e2e")
@Timeout(7200)
class CrowdIT {
  private static final int PAUSE_MILLIS = 150;
  private static final int GROUP_SIZE = 5;
  private static final int CALM = 40;

  /** A silence after which one wants to know what happened. */
  private static final int LONG_MILLIS = 1_000;

  /** What was said before and after it belongs to the story. */
  private static final int BEFORE_MILLIS = 300;

  @Test
  void each_ones_export_agrees_with_what_was_acknowledged_to_them() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Run run = Run.of(3)) {
      List<TestClient> users = new ArrayList<>();
      for (int i = 0; i < Budget.USERS; i++) {
        users.add(run.register("user-" + i));
      }
      Ledger ledger = new Ledger();
      Map<String, List<String>> groupsOf = groups(users, ledger);
      List<Listener> listeners =
          users.stream().map(user -> run.opened(user.listenFromStart())).toList();
      try (Crowd crowd = new Crowd(ledger, users, groupsOf, seed, PAUSE_MILLIS)) {
        Kills kills = new Kills();
        long end = System.nanoTime() + Duration.ofSeconds(Budget.USERS_SECONDS).toNanos();
        while (System.nanoTime() - end < 0 && crowd.failures().isEmpty()) {
          crowd.awaitMore(CALM);
          kills.strike(run, crowd, random);
        }
        crowd.finish();
        assertThat(crowd.failures()).as("seed %d", seed).isEmpty();
        System.out.printf(
            "crowd: %d users, %d messages, %d deletions, %d things done, %d refused; %s%n",
            users.size(),
            ledger.messages(),
            ledger.deletions(),
            crowd.done(),
            crowd.refused(),
            kills.summary());
      }
      assertThat(ledger.sequenceFaults()).as("seed %d", seed).isEmpty();
      for (int i = 0; i < users.size(); i++) {
        assertThat(ledger.faults(Export.of(users.get(i))))
            .as("export of %s, seed %d", users.get(i).name(), seed)
            .isEmpty();
        judge(listeners.get(i), ledger.visibleTo(users.get(i).name()).keySet());
      }
      Map<String, String> hashes = run.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
      assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
      run.succeeded();
    }
  }

  /** Neighbours make a group, and everybody together one more. */
  private static Map<String, List<String>> groups(List<TestClient> users, Ledger ledger) {
    Map<String, List<String>> groupsOf = new HashMap<>();
    List<String> names = users.stream().map(TestClient::name).toList();
    names.forEach(name -> groupsOf.put(name, new ArrayList<>()));
    List<List<String>> wanted = new ArrayList<>(List.of(names));
    for (int from = 0; from < names.size(); from += GROUP_SIZE) {
      wanted.add(names.subList(from, Math.min(names.size(), from + GROUP_SIZE)));
    }
    for (List<String> members : wanted) {
      TestClient owner = users.get(names.indexOf(members.getFirst()));
      String id =
          new Groups(owner)
              .create("group of " + members.size(), members.subList(1, members.size()));
      ledger.group(id, members);
      members.forEach(name -> groupsOf.get(name).add(id));
    }
    return groupsOf;
  }

  /** All that is there now came, nothing twice, and each conversation in its order. */
  private static void judge(Listener listener, Set<Place> expected) {
    Condition.await(
        "all messages at a listener",
        Run.PATIENCE_MILLIS,
        () -> listener.count() >= expected.size() && places(listener).containsAll(expected),
        () -> listener.count() + " of " + expected.size() + " " + listener.trouble());
    Map<String, Long> last = new HashMap<>();
    for (Received message : listener.messages()) {
      Long before = last.put(message.conversation(), message.seq());
      assertThat(message.seq())
          .as("after %s: %s", before, message)
          .isGreaterThan(before == null ? 0 : before);
    }
  }

  private static Set<Place> places(Listener listener) {
    return listener.messages().stream()
        .map(message -> new Place(message.conversation(), message.seq()))
        .collect(Collectors.toSet());
  }

  /** What was killed, and how long nobody was answered then. */
  private static final class Kills {
    private enum Round {
      PRIMARY,
      BACKUP,
      PRIMARY_AND_BACKUP,
      ALL;

      String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
      }
    }

    private final Map<Round, List<Double>> gaps = new EnumMap<>(Round.class);

    void strike(Run run, Crowd crowd, Random random) {
      Round round =
          switch (random.nextInt(10)) {
            case 0 -> Round.ALL;
            case 1 -> Round.BACKUP;
            case 2, 3 -> Round.PRIMARY_AND_BACKUP;
            default -> Round.PRIMARY;
          };
      List<LocalNode> victims = victims(run, round, random);
      long from = System.nanoTime();
      Instant struck = Instant.now();
      victims.forEach(node -> node.process().strike());
      victims.forEach(node -> node.process().kill());
      if (round != Round.ALL) {
        crowd.awaitMore(CALM);
      }
      victims.forEach(run::restart);
      crowd.awaitMore(CALM);
      Silence silence = crowd.longestSilenceSince(from);
      gaps.computeIfAbsent(round, _ -> new ArrayList<>()).add(silence.millis());
      run.awaitAllInSync();
      if (round != Round.ALL && silence.millis() > LONG_MILLIS) {
        tell(run, round, struck, silence);
      }
    }

    /** A silence that calls for an explanation is told with what everybody said meanwhile. */
    private static void tell(Run run, Round round, Instant struck, Silence silence) {
      System.out.printf(
          "%.0f ms of silence from %+d ms after a kill of %s on:%n%s%n",
          silence.millis(),
          Duration.between(struck, silence.from()).toMillis(),
          round.words(),
          Timeline.of(
              run.cluster,
              struck.minusMillis(BEFORE_MILLIS),
              silence.to().plusMillis(BEFORE_MILLIS),
              struck));
    }

    private static List<LocalNode> victims(Run run, Round round, Random random) {
      LocalNode primary = run.primary();
      List<LocalNode> backups =
          run.cluster.nodes().stream().filter(node -> !node.equals(primary)).toList();
      LocalNode backup = backups.get(random.nextInt(backups.size()));
      return switch (round) {
        case ALL -> run.cluster.nodes();
        case BACKUP -> List.of(backup);
        case PRIMARY_AND_BACKUP -> List.of(primary, backup);
        case PRIMARY -> List.of(primary);
      };
    }

    String summary() {
      StringJoiner told = new StringJoiner("; ", "killed, and longest silence in ms: ", "");
      gaps.forEach(
          (round, each) -> {
            List<Double> sorted = each.stream().sorted().toList();
            told.add(
                String.format(
                    "%s %d times, median %.0f, worst %.0f",
                    round.words(), sorted.size(), sorted.get(sorted.size() / 2), sorted.getLast()));
          });
      return told.toString();
    }
  }
}

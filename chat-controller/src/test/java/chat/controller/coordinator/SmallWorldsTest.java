package chat.controller.coordinator;

import static chat.controller.coordinator.Reports.empty;
import static chat.controller.coordinator.Reports.ending;
import static chat.controller.coordinator.Reports.halted;
import static chat.controller.coordinator.Reports.in;
import static chat.controller.coordinator.Reports.lost;
import static chat.controller.coordinator.Reports.seed;
import static chat.controller.coordinator.Reports.withLog;
import static chat.controller.coordinator.Reports.withPromise;
import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;

import chat.view.ClusterId;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every observation of three nodes, each in every way that it can look. */
class SmallWorldsTest {
  private static final List<Member> MEMBERS =
      List.of(member("chat-0"), member("chat-1"), member("chat-2"));
  private static final List<View> VIEWS =
      List.of(
          first(MEMBERS.get(0)),
          first(MEMBERS.get(0), MEMBERS.get(1)),
          first(MEMBERS.get(1), MEMBERS.get(0), MEMBERS.get(2)));

  private static List<Contact> looks(Member member) {
    List<Contact> looks = new ArrayList<>();
    looks.add(new Contact.Lost("gone"));
    looks.add(new Contact.Unsure("broken"));
    Member renewed =
        new Member(member.name(), member("x", "new-disk-of-" + member.name()).storageId());
    List<Report> reports =
        new ArrayList<>(List.of(empty(member), empty(renewed), seed(member), seed(renewed)));
    for (Role role : Role.values()) {
      Report report = in(role, member);
      reports.addAll(
          List.of(
              report, lost(report), lost(withPromise(report, 0)), withLog(lost(report), 1, 11)));
    }
    reports.add(ending(lost(in(Role.BACKUP, member))));
    reports.add(halted(lost(in(Role.BACKUP, member)), "why"));
    reports.add(lost(in(Role.BACKUP, renewed)));
    reports.forEach(report -> looks.add(new Contact.Answers(report)));
    return looks;
  }

  private static void everyWorld(Consumer<SortedMap<NodeName, Contact>> check) {
    for (Contact first : looks(MEMBERS.get(0))) {
      for (Contact second : looks(MEMBERS.get(1))) {
        for (Contact third : looks(MEMBERS.get(2))) {
          SortedMap<NodeName, Contact> nodes = new TreeMap<>();
          nodes.put(MEMBERS.get(0).name(), first);
          nodes.put(MEMBERS.get(1).name(), second);
          nodes.put(MEMBERS.get(2).name(), third);
          check.accept(nodes);
        }
      }
    }
  }

  private static Decision decide(Optional<View> view, SortedMap<NodeName, Contact> nodes) {
    return Coordinator.decide(new Observation(view, nodes, 3), new ClusterId("fresh"));
  }

  @Test
  void aPromotionIsAlwaysOfARecordedMemberAndLeavesTheSetAlone() {
    for (View view : VIEWS) {
      everyWorld(
          nodes -> {
            Decision decision = decide(Optional.of(view), nodes);
            check(!(decision instanceof Decision.FirstView), nodes);
            if (decision instanceof Decision.Promote(View next, String _)) {
              check(view.inSync().contains(next.primary()), nodes);
              check(next.equals(view.promoting(next.primary())), nodes);
              check(
                  nodes.get(next.primary().name()) instanceof Contact.Answers(Report report)
                      && report.self().equals(next.primary())
                      && !report.isHalted(),
                  nodes);
            }
          });
    }
  }

  @Test
  void aPrimaryIsReplacedWheneverItIsGoneAndAMemberThatAnswersLostItToo() {
    for (View view : VIEWS) {
      everyWorld(
          nodes -> {
            List<Report> able = able(view, nodes);
            if (nodes.get(view.primary().name()) instanceof Contact.Lost
                && !able.isEmpty()
                && able.stream().allMatch(Report::lostPrimary)) {
              check(decide(Optional.of(view), nodes) instanceof Decision.Promote, nodes);
            }
          });
    }
  }

  @Test
  void aPrimaryThatAMemberStillFollowsIsNeverReplacedForNotBeingHeard() {
    for (View view : VIEWS) {
      everyWorld(
          nodes -> {
            if (!(nodes.get(view.primary().name()) instanceof Contact.Answers)
                && able(view, nodes).stream().anyMatch(report -> !report.lostPrimary())) {
              check(!(decide(Optional.of(view), nodes) instanceof Decision.Promote), nodes);
            }
          });
    }
  }

  @Test
  void aPrimaryThatServesIsLeftAlone() {
    for (View view : VIEWS) {
      everyWorld(
          nodes -> {
            SortedMap<NodeName, Contact> healthy = new TreeMap<>(nodes);
            healthy.put(
                view.primary().name(), new Contact.Answers(in(Role.PRIMARY, view.primary())));
            check(decide(Optional.of(view), healthy) instanceof Decision.Nothing, healthy);
          });
    }
  }

  @Test
  void aClusterBeginsExactlyWhereEveryNodeAnswersAndAllDisksAreEmptyButOneSeed() {
    everyWorld(
        nodes -> {
          long empty = count(nodes, Report::emptyDisk);
          long seeds = count(nodes, Report::isSeed);
          Decision decision = decide(Optional.empty(), nodes);
          check(
              (empty + seeds == nodes.size() && seeds <= 1)
                  == decision instanceof Decision.FirstView,
              nodes);
          if (seeds == 1 && decision instanceof Decision.FirstView(View next)) {
            check(
                nodes.get(next.primary().name()) instanceof Contact.Answers(Report seed)
                    && seed.isSeed()
                    && next.inSync().equals(Set.of(seed.self()))
                    && seed.promise().isBelow(next.epoch()),
                nodes);
          }
        });
  }

  private static long count(SortedMap<NodeName, Contact> nodes, Predicate<Report> which) {
    return nodes.values().stream()
        .filter(each -> each instanceof Contact.Answers(Report report) && which.test(report))
        .count();
  }

  private static List<Report> able(View view, SortedMap<NodeName, Contact> nodes) {
    List<Report> able = new ArrayList<>();
    for (Contact contact : nodes.values()) {
      if (contact instanceof Contact.Answers(Report report)
          && view.inSync().contains(report.self())
          && report.cluster().orElse(view.clusterId()).equals(view.clusterId())
          && !report.isHalted()) {
        able.add(report);
      }
    }
    return able;
  }

  /** As an assertion, without the cost of one in a million right worlds. */
  private static void check(boolean holds, SortedMap<NodeName, Contact> nodes) {
    if (!holds) {
      assertThat(nodes).as("a world where it doesn't hold").isNull();
    }
  }
}

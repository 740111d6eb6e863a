package chat.node.replica.sim;

import chat.view.Member;
import chat.view.Rev;
import chat.view.View;
import chat.view.ViewStore.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The compare-and-set record. A time-out tells nothing: the write may have landed, may never land,
 * or may land long after.
 */
final class SimViewStore {
  private final Cluster cluster;
  private final List<View> history = new ArrayList<>();
  private final List<View> underway = new ArrayList<>();
  private boolean faulty = true;

  SimViewStore(Cluster cluster) {
    this.cluster = cluster;
  }

  Optional<View> now() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
  }

  List<View> history() {
    return history;
  }

  void behave() {
    faulty = false;
  }

  /** Whether some member other than this one stays recorded, whatever is yet to be written. */
  boolean staysRecordedWithout(Member lost, Function<Member, Optional<SimDisk>> intact) {
    List<View> possible = new ArrayList<>(underway);
    now().ifPresent(possible::add);
    return possible.stream()
        .allMatch(
            view ->
                view.inSync().stream()
                    .anyMatch(m -> !m.equals(lost) && intact.apply(m).isPresent()));
  }

  /** Whether the caller reaches the store is the caller's affair. */
  void compareAndSet(View next, Consumer<Outcome> answer) {
    Dice dice = cluster.dice;
    underway.add(next);
    long way = dice.between(1, cluster.profile.maxNetMillis);
    if (!faulty || !dice.chance(cluster.profile.unknownOutcome)) {
      cluster.agenda.after(
          way,
          () -> {
            Outcome outcome = land(next);
            cluster.agenda.after(way, () -> answer.accept(outcome));
          });
      return;
    }
    long givenUp = way + dice.between(5, 150);
    switch (dice.between(0, 2)) {
      case 0 -> cluster.agenda.after(way, () -> land(next));
      case 1 -> cluster.agenda.after(way, () -> underway.remove(next));
      default -> cluster.agenda.after(givenUp + dice.between(1, 500), () -> land(next));
    }
    cluster.agenda.after(givenUp, () -> answer.accept(Outcome.UNKNOWN));
  }

  void read(Consumer<Optional<View>> answer) {
    long way = cluster.dice.between(1, cluster.profile.maxNetMillis);
    cluster.agenda.after(
        way,
        () -> {
          Optional<View> read = now();
          cluster.agenda.after(way, () -> answer.accept(read));
        });
  }

  private Outcome land(View next) {
    underway.remove(next);
    Rev rev = now().map(View::rev).orElse(Rev.ZERO);
    if (!rev.next().equals(next.rev())) {
      return Outcome.CONFLICT;
    }
    cluster.oracle.written(now(), next);
    history.add(next);
    cluster.oracle.check();
    cluster.viewChanged(next);
    return Outcome.STORED;
  }
}

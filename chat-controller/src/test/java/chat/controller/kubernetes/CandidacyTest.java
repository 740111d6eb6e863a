package chat.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import chat.controller.kubernetes.Candidacy.Move;
import chat.controller.kubernetes.Candidacy.Tenure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CandidacyTest {
  private static final Duration LASTS = Duration.ofSeconds(4);
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Clocks that count from anywhere, as a JVM's does: also from below zero. */
  private static final long START = -5;

  private final Candidacy me = new Candidacy("me", new LeaseTimes(LASTS, DEADLINE, RETRY));

  private static Optional<Tenure> heldBy(String holder, String version) {
    return Optional.of(new Tenure(holder, LASTS, version));
  }

  private static long after(Duration time) {
    return START + time.toNanos();
  }

  @Test
  void whereThereIsNoLeaseOneIsMade() {
    assertThat(me.next(Optional.empty(), START)).isEqualTo(new Move.Create());
  }

  @Test
  void aLeaseThatIsNobodysIsTaken() {
    assertThat(me.next(heldBy("", "1"), START)).isEqualTo(new Move.Write());
  }

  @Test
  void anothersLeaseIsLeftAsLongAsItChanges() {
    for (int second = 0; second < 60; second++) {
      assertThat(me.next(heldBy("other", "v" + second), after(Duration.ofSeconds(second))))
          .isEqualTo(new Move.Rest(RETRY));
    }
  }

  @Test
  void anothersLeaseThatDoesNotChangeForItsDurationIsTaken() {
    me.next(heldBy("other", "1"), START);
    assertThat(me.next(heldBy("other", "1"), after(LASTS.minusNanos(1))))
        .isEqualTo(new Move.Rest(Duration.ofNanos(1)));
    assertThat(me.next(heldBy("other", "1"), after(LASTS))).isEqualTo(new Move.Write());
  }

  @Test
  void howLongAnotherHasBeenGoneCountsFromMyFirstLook() {
    assertThat(me.next(heldBy("other", "1"), after(Duration.ofHours(1))))
        .isEqualTo(new Move.Rest(RETRY));
  }

  @Test
  void theDurationThatTheHolderAnnouncedCounts() {
    Optional<Tenure> longer = Optional.of(new Tenure("other", LASTS.multipliedBy(2), "1"));
    me.next(longer, START);
    assertThat(me.next(longer, after(LASTS))).isEqualTo(new Move.Rest(RETRY));
  }

  @Test
  void whoWonIsTheHolderAndRenewsAfterAWhile() {
    me.won(START);
    assertThat(me.isHolder(START)).isTrue();
    assertThat(me.next(heldBy("me", "1"), START)).isEqualTo(new Move.Rest(RETRY));
    assertThat(me.next(heldBy("me", "1"), after(RETRY))).isEqualTo(new Move.Write());
  }

  @Test
  void whoCanNotRenewIsNoHolderAfterTheDeadline() {
    me.won(START);
    assertThat(me.isHolder(after(DEADLINE.minusNanos(1)))).isTrue();
    assertThat(me.isHolder(after(DEADLINE))).isFalse();
  }

  @Test
  void whoSeesAnotherHoldTheLeaseIsNoHolderAtOnce() {
    me.won(START);
    me.next(heldBy("other", "2"), after(Duration.ofMillis(1)));
    assertThat(me.isHolder(after(Duration.ofMillis(1)))).isFalse();
  }

  @Test
  void aLeaseOfMyLifeBeforeARestartIsMineButNotYetHeld() {
    assertThat(me.next(heldBy("me", "7"), START)).isEqualTo(new Move.Write());
    assertThat(me.isHolder(START)).isFalse();
  }

  @Test
  void aLeaseThatVanishedIsHeldByNobody() {
    me.won(START);
    me.next(Optional.empty(), START);
    assertThat(me.isHolder(START)).isFalse();
  }
}

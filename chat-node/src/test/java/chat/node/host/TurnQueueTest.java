package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TurnQueueTest {
  private static final int GRANT = TurnQueue.GRANT;

  private final TurnQueue<String, Waiting> queue =
      new TurnQueue<>(GRANT, Waiting::owner, Waiting::cost);

  private record Waiting(String owner, int number, int cost) {}

  @Test
  void a_burst_of_one_owner_delays_another_by_one_grant() {
    burst("ann", 500, 1);
    queue.add(new Waiting("bob", 0, 1));
    assertThat(owners(GRANT + 1)).startsWith("ann").endsWith("bob");
  }

  @Test
  void owners_share_by_cost_and_not_by_number() {
    burst("ann", 100, 8);
    burst("bob", 400, 2);
    long ofAnn = costs(40, "ann");
    assertThat(ofAnn).isBetween(4L * GRANT - GRANT, 4L * GRANT + GRANT);
  }

  @Test
  void a_command_dearer_than_many_grants_has_its_turn() {
    queue.add(new Waiting("ann", 0, 10 * GRANT));
    burst("bob", 500, 1);
    List<String> first = owners(10 * GRANT + 1);
    assertThat(first).contains("ann");
    assertThat(first.subList(0, GRANT)).containsOnly("bob");
  }

  @Test
  void commands_of_one_owner_leave_in_their_order_whatever_they_cost() {
    Random random = new Random(12);
    int[] numbers = new int[5];
    for (int i = 0; i < 2_000; i++) {
      int owner = random.nextInt(numbers.length);
      queue.add(new Waiting("owner-" + owner, numbers[owner]++, 1 + random.nextInt(3 * GRANT)));
    }
    int[] next = new int[numbers.length];
    for (Waiting taken : all()) {
      int owner = taken.owner().charAt("owner-".length()) - '0';
      assertThat(taken.number()).isEqualTo(next[owner]++);
    }
    assertThat(next).isEqualTo(numbers);
  }

  @Test
  void an_owner_without_waiting_commands_leaves_nothing_behind() {
    burst("ann", 3, 1);
    assertThat(queue.owners()).isEqualTo(1);
    assertThat(all()).hasSize(3);
    assertThat(queue.owners()).isZero();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void draining_gives_every_command_once() {
    burst("ann", 3, 1);
    burst("bob", 2, 40);
    List<Waiting> drained = new ArrayList<>();
    queue.drain(drained::add);
    assertThat(drained).hasSize(5).doesNotHaveDuplicates();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.owners()).isZero();
  }

  @Test
  void a_round_without_a_grant_is_refused() {
    assertThatThrownBy(() -> new TurnQueue<>(0, Waiting::owner, Waiting::cost))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void burst(String owner, int commands, int cost) {
    for (int i = 0; i < commands; i++) {
      queue.add(new Waiting(owner, i, cost));
    }
  }

  private List<String> owners(int commands) {
    List<String> owners = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      owners.add(queue.poll().orElseThrow().owner());
    }
    return owners;
  }

  /** What {@code owner} takes in so many commands. */
  private long costs(int commands, String owner) {
    long cost = 0;
    for (int i = 0; i < commands; i++) {
      Waiting taken = queue.poll().orElseThrow();
      cost += taken.owner().equals(owner) ? taken.cost() : 0;
    }
    return cost;
  }

  private List<Waiting> all() {
    List<Waiting> all = new ArrayList<>();
    for (Optional<Waiting> next = queue.poll(); next.isPresent(); next = queue.poll()) {
      all.add(next.get());
    }
    return all;
  }
}

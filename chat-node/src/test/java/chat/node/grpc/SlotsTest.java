package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final Failure FULL = new Failure.Limited("full", Duration.ofSeconds(1));

  private final Slots<String> slots = new Slots<>(3, 2);

  @Test
  void a_place_is_given_back_however_its_work_ends() {
    CompletableFuture<Void> good = new CompletableFuture<>();
    CompletableFuture<Void> bad = new CompletableFuture<>();
    var _ = slots.hold(Optional.of("a"), FULL, () -> good);
    var _ = slots.hold(Optional.of("b"), FULL, () -> bad);
    CompletableFuture<Void> thrown =
        slots.hold(
            Optional.of("c"),
            FULL,
            () -> {
              throw new IllegalStateException("the work doesn't begin");
            });
    assertThat(slots.taken()).isEqualTo(2);

    good.complete(null);
    bad.completeExceptionally(new IllegalStateException("the work breaks"));

    assertThat(thrown).isCompletedExceptionally();
    assertThat(slots.taken()).isZero();
  }

  @Test
  void one_owner_gets_its_share_and_all_together_get_the_sum() {
    assertThat(isTakenBy("a")).isTrue();
    assertThat(isTakenBy("a")).isTrue();
    assertThat(isTakenBy("a")).as("a third of one owner").isFalse();
    assertThat(isTakenBy("b")).isTrue();
    assertThat(isTakenBy("c")).as("a fourth of all").isFalse();
  }

  private boolean isTakenBy(String owner) {
    return !slots.hold(Optional.of(owner), FULL, CompletableFuture::new).isDone();
  }
}

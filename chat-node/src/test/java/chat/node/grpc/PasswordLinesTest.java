package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.TokenHash;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PasswordLinesTest {
  private static final PasswordSource DEVICE =
      new PasswordSource.Device(TokenHash.of(new byte[32]));

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final CountDownLatch busy = new CountDownLatch(1);
  private PasswordLines lines;

  @BeforeEach
  void begin() {
    lines = new PasswordLines(1, 16);
    var begun = new CompletableFuture<Void>();
    lines.add(
        from("first"),
        work(
            "first",
            () -> {
              begun.complete(null);
              try {
                busy.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    begun.join();
  }

  @AfterEach
  void end() {
    busy.countDown();
    lines.close();
  }

  private static PasswordSource from(String source) {
    return new PasswordSource.Stranger(source, Optional.of(source));
  }

  private PasswordLines.Work work(String name, Runnable body) {
    return new PasswordLines.Work() {
      @Override
      public void run() {
        done.add(name);
        body.run();
      }

      @Override
      public void refused() {
        refused.add(name);
      }
    };
  }

  private void add(PasswordSource source, String name) {
    lines.add(source, work(name, () -> {}));
  }

  /** Lets all go that waits, and waits for it. */
  private void goOn() {
    var last = new CompletableFuture<Void>();
    lines.add(from("last"), work("last", () -> last.complete(null)));
    busy.countDown();
    last.join();
  }

  @Test
  void sources_take_turns() {
    for (int i = 0; i < 3; i++) {
      add(from("a"), "a" + i);
    }
    add(from("b"), "b0");
    goOn();
    assertThat(done.subList(1, 3)).containsExactly("a0", "b0");
  }

  @Test
  void one_source_has_so_many_places_and_no_more() {
    for (int i = 0; i <= PasswordLines.PLACES_OF_SOURCE; i++) {
      add(from("a"), "a" + i);
    }
    assertThat(refused).containsExactly("a" + PasswordLines.PLACES_OF_SOURCE);
  }

  @Test
  void a_source_that_finds_all_places_taken_gets_the_last_one_of_the_longest_line() {
    for (int i = 0; i < PasswordLines.PLACES_OF_SOURCE; i++) {
      add(from("a"), "a" + i);
      add(from("b"), "b" + i);
    }
    add(from("c"), "c0");
    assertThat(refused).containsExactly("a" + (PasswordLines.PLACES_OF_SOURCE - 1));
    goOn();
    assertThat(done).contains("c0");
  }

  @Test
  void devices_of_an_account_have_places_of_their_own_and_every_other_turn() {
    for (int source = 0; source < 16; source++) {
      add(from("stranger" + source), "stranger" + source);
    }
    add(from("one more"), "one more");
    add(DEVICE, "device");
    assertThat(refused).containsExactly("one more");
    var done2 = new CompletableFuture<Void>();
    lines.add(DEVICE, work("device again", () -> done2.complete(null)));
    busy.countDown();
    done2.join();
    assertThat(done.indexOf("device")).isLessThanOrEqualTo(2);
    assertThat(done.indexOf("device again")).isLessThanOrEqualTo(4);
  }
}

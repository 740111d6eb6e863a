package chat.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.ChatFailure.Kind;
import chat.cli.client.RollCall.Heard;
import chat.cli.client.RollCall.Silent;
import chat.view.Address;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RollCallTest {
  /** Longer than the test may take. */
  private static final Duration ENDLESS = Duration.ofHours(1);

  @Test
  void each_node_is_asked_by_itself_and_a_dead_one_hides_no_other()
      throws IOException, ChatFailure {
    try (FakeNode one = new FakeNode("chat-0");
        FakeNode two = new FakeNode("chat-1")) {
      Endpoint nobody = nobody();
      List<RollCall.Answer> answers =
          RollCall.of(() -> List.of(one.endpoint(), nobody, two.endpoint()), Duration.ofSeconds(2));
      assertThat(answers)
          .extracting(a -> a instanceof Heard h ? h.state().answeredBy() : a.endpoint().name())
          .containsExactly("chat-0", nobody.name(), "chat-1");
      assertThat(answers.get(1)).isInstanceOf(Silent.class);
    }
  }

  @Test
  void what_bars_the_way_to_all_ends_the_asking_at_once() throws IOException, ChatFailure {
    ChatFailure barred =
        new ChatFailure(Kind.REFUSED, "you may not create pods/portforward", "ask for it");
    Endpoint one = nobody();
    Endpoint two = nobody();
    Route route =
        new Route() {
          @Override
          public List<Endpoint> endpoints() {
            return List.of(one, two);
          }

          @Override
          public Optional<ChatFailure> barrier() {
            return Optional.of(barred);
          }
        };
    assertThat(RollCall.of(route, ENDLESS))
        .containsExactly(new Silent(one, barred), new Silent(two, barred));
  }

  @Test
  void a_nodes_clock_is_seen_as_far_off_as_it_is() throws IOException, ChatFailure {
    try (FakeNode node = new FakeNode("chat-0").clockAhead(90_000)) {
      Heard heard = (Heard) RollCall.of(() -> List.of(node.endpoint()), ENDLESS).getFirst();
      ClockReading clock = heard.clocks().getFirst();
      assertThat(clock.node()).isEqualTo("chat-0");
      assertThat(90_000L).isBetween(clock.leastMillis(), clock.mostMillis());
      assertThat(heard.state().nodes().getFirst().version()).isEqualTo("1.2.3");
    }
  }

  @Test
  void readings_narrow_each_other_and_a_clock_that_was_set_counts_as_it_is_now() {
    ClockReading wide = ClockReading.of("n", 1_000, 900, 1_500);
    assertThat(wide).isEqualTo(new ClockReading("n", -501, 101));
    ClockReading close = new ClockReading("n", 20, 300);
    assertThat(wide.and(close)).isEqualTo(new ClockReading("n", 20, 101));
    ClockReading set = new ClockReading("n", 5_000, 5_010);
    assertThat(wide.and(set)).isEqualTo(set);
  }

  private static Endpoint nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Endpoint.of(new Address("127.0.0.1", socket.getLocalPort()));
    }
  }
}

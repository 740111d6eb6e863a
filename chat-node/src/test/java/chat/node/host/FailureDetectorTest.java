package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.replica.Event;
import chat.view.NodeName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureDetectorTest {
  private static final NodeName PEER = new NodeName("chat-1");
  private static final Duration SILENCE = Duration.ofNanos(1000);
  private static final Duration PAUSE = Duration.ofNanos(400);
  private final FailureDetector detector = new FailureDetector(SILENCE, PAUSE, 0);

  @Test
  void who_is_silent_for_too_long_is_suspected_once() {
    detector.expect(List.of(PEER), 0);
    assertThat(checks(100, 1000)).isEmpty();
    assertThat(detector.check(1100)).containsExactly(new Event.Suspected(PEER));
    assertThat(detector.check(1200)).isEmpty();
  }

  @Test
  void who_refuses_connections_is_suspected_at_once() {
    assertThat(detector.refused(PEER, 5)).contains(new Event.Suspected(PEER));
    assertThat(detector.refused(PEER, 6)).isEmpty();
  }

  @Test
  void a_message_from_before_the_suspicion_proves_nothing_one_from_after_it_does() {
    detector.refused(PEER, 100);
    assertThat(detector.taken(PEER, 99)).isEmpty();
    assertThat(detector.taken(PEER, 101)).contains(new Event.Trusted(PEER));
  }

  @Test
  void a_process_that_stood_still_itself_suspects_nobody_for_it() {
    detector.expect(List.of(PEER), 0);
    assertThat(detector.check(5000)).isEmpty();
    assertThat(checks(5100, 6000)).isEmpty();
    assertThat(detector.check(6100)).containsExactly(new Event.Suspected(PEER));
  }

  @Test
  void a_node_that_is_heard_while_its_port_refuses_is_suspected_and_trusted_once() {
    detector.expect(List.of(PEER), 0);
    List<Event> events = new java.util.ArrayList<>();
    for (long at = 100; at <= 10_000; at += 100) {
      detector.refused(PEER, at).ifPresent(events::add);
      detector.heard(PEER, at + 10);
      detector.taken(PEER, at + 20).ifPresent(events::add);
      events.addAll(detector.check(at + 50));
    }
    assertThat(events).containsExactly(new Event.Suspected(PEER), new Event.Trusted(PEER));
  }

  @Test
  void a_refusal_counts_again_once_such_a_node_has_fallen_silent_or_its_port_stood() {
    detector.refused(PEER, 100);
    detector.heard(PEER, 200);
    assertThat(detector.check(250)).containsExactly(new Event.Trusted(PEER));
    assertThat(detector.refused(PEER, 700)).isEmpty();
    assertThat(detector.refused(PEER, 701)).contains(new Event.Suspected(PEER));

    assertThat(detector.connected(PEER, 800)).isEqualTo(new Event.Trusted(PEER));
    assertThat(detector.refused(PEER, 801)).contains(new Event.Suspected(PEER));
  }

  private List<Event> checks(long from, long through) {
    List<Event> events = new java.util.ArrayList<>();
    for (long at = from; at <= through; at += 100) {
      events.addAll(detector.check(at));
    }
    return events;
  }
}

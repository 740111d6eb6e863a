package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.view.NodeName;
import org.junit.jupiter.api.Test;

class ForwardTokensTest {
  private final ForwardTokens here = new ForwardTokens(new NodeName("chat-0"));
  private final ForwardTokens peer = new ForwardTokens(new NodeName("chat-1"));

  @Test
  void a_peer_that_said_hello_proves_itself() {
    here.learned("chat-1", peer.own());
    assertThat(here.proves(peer.proof())).isTrue();
  }

  @Test
  void nobody_else_does() {
    here.learned("chat-1", peer.own());
    assertThat(here.proves("1")).isFalse();
    assertThat(here.proves("")).isFalse();
    assertThat(here.proves("chat-1 ")).isFalse();
    assertThat(here.proves("chat-2 " + peer.own())).isFalse();
    assertThat(here.proves("chat-1 " + here.own())).isFalse();
    assertThat(peer.proves(here.proof())).isFalse();
  }

  @Test
  void a_start_makes_a_new_token_and_the_one_before_is_worth_nothing() {
    here.learned("chat-1", peer.own());
    ForwardTokens restarted = new ForwardTokens(new NodeName("chat-1"));
    here.learned("chat-1", restarted.own());
    assertThat(here.proves(peer.proof())).isFalse();
    assertThat(here.proves(restarted.proof())).isTrue();
  }

  @Test
  void a_node_of_an_older_version_tells_no_token_and_is_not_believed() {
    here.learned("chat-1", peer.own());
    here.learned("chat-1", "");
    assertThat(here.proves(peer.proof())).isFalse();
    assertThat(here.proves("chat-1 ")).isFalse();
  }
}

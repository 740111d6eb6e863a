package chat.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import chat.view.Address;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodePodTest {
  private static PodBuilder pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid-of-" + name)
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP("10.0.0.7")
        .endStatus();
  }

  @Test
  void aNodesPodIsAskedAtItsAddressAndPeerPort() {
    assertThat(NodePod.of("chat", 7401, pod("chat-0").build()).orElseThrow().address())
        .contains(new Address("10.0.0.7", 7401));
  }

  @Test
  void aPodOfAnotherNameIsNoNodeWhateverItsLabelsSay() {
    for (String name : new String[] {"other-0", "chat-x", "chat-0-debug", "my-chat-0", "chat-"}) {
      assertThat(NodePod.of("chat", 7401, pod(name).build())).as(name).isEmpty();
    }
  }

  @Test
  void aNumberThatNoNodeNameCanHoldIsNoNodeAndNoFailure() {
    String longest = "c".repeat(60);
    assertThat(NodePod.of(longest, 7401, pod(longest + "-1234").build())).isEmpty();
  }

  @Test
  void aPodWithoutAnAddressIsNotAsked() {
    assertThat(
            NodePod.of("chat", 7401, pod("chat-0").editStatus().withPodIP(null).endStatus().build())
                .orElseThrow()
                .address())
        .isEmpty();
  }

  @Test
  void aPodThatEndedIsNotAskedForItsAddressMayBeAnothersByNow() {
    assertThat(
            NodePod.of(
                    "chat",
                    7401,
                    pod("chat-0").editStatus().withPhase("Failed").endStatus().build())
                .orElseThrow()
                .address())
        .isEmpty();
  }

  @Test
  void itsLabelIsSeen() {
    assertThat(
            NodePod.of(
                    "chat",
                    7401,
                    pod("chat-0")
                        .editMetadata()
                        .withLabels(Map.of("chat.primary", "true"))
                        .endMetadata()
                        .build())
                .orElseThrow()
                .labelled())
        .isTrue();
  }
}

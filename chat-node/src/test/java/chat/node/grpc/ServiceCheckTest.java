package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Limits;
import chat.view.Address;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceCheckTest {
  private TestCluster cluster;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(2, Limits.DEFAULTS);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void a_cluster_that_serves_is_found_serving_through_any_node() throws Exception {
    cluster.lead(0);

    ServiceCheck.Finding found = ServiceCheck.await(cluster.address(1), Duration.ZERO);

    assertThat(found.serving()).as(found.sentence()).isTrue();
    assertThat(found.sentence()).contains("primary chat-0").contains("chat-0, chat-1");
  }

  @Test
  void a_cluster_without_a_view_is_found_not_serving() throws Exception {
    ServiceCheck.Finding found = ServiceCheck.await(cluster.address(1), Duration.ZERO);

    assertThat(found.serving()).as(found.sentence()).isFalse();
    assertThat(found.sentence()).startsWith("nobody serves: ");
  }

  @Test
  void a_closed_port_is_found_not_answering() throws Exception {
    Address address = cluster.address(1);
    cluster.servers.get(1).close();

    ServiceCheck.Finding found = ServiceCheck.await(address, Duration.ZERO);

    assertThat(found.serving()).isFalse();
    assertThat(found.sentence()).startsWith("no answer: ");
  }
}

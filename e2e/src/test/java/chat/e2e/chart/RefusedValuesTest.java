package chat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The schema of the values refuses what the cluster would refuse later, or not understand at all.
 */
class RefusedValuesTest {
  private FakeKubernetes kubernetes;

  @BeforeEach
  void begin() throws IOException {
    kubernetes = new FakeKubernetes();
  }

  @AfterEach
  void end() {
    kubernetes.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 3                                | replicas",
        "nodes: {replica: 3}                        | replica",
        "nodes: {replicas: 0}                       | replicas",
        "nodes: {replicas: '3'}                     | replicas",
        "nodes: {replicas: 2.5}                     | replicas",
        "nodes: {storage: {size: 10 GB}}            | size",
        "nodes: {storage: {size: null}}             | size",
        "nodes: {storage: {class: fast}}            | class",
        "nodes: {image: 'chat-node:1.0'}            | image",
        "nodes: {resources: {limit: {memory: 1Gi}}} | limit",
        "nodes: {resources: {limits: {memory: lots}}} | memory",
        "nodes: {config: {silence: 100}}            | silence",
        "nodes: {config: {CHAT_SILENCE_MILLIS: 100}} | CHAT_SILENCE_MILLIS",
        "nodes: {labels: {team: n o}}               | team",
        "nodes: {terminationGracePeriodSeconds: 0}  | terminationGracePeriodSeconds",
        "controller: {replicas: -1}                 | replicas",
        "image: {pullPolicy: Sometimes}             | pullPolicy",
        "image: {tag: 'a b'}                        | tag",
        "service: {type: Ingress}                   | type",
        "networkPolicy: {enabled: 'no'}             | enabled",
        "networkPolicy: {clientsFrom: [everybody]}  | clientsFrom",
        "networkPolicy: {clientsFrom: [{}]}         | clientsFrom",
        "serviceMonitor: {interval: often}          | interval",
      })
  void a_value_that_makes_no_sense_is_refused_by_its_name(String values, String named) {
    assertThatThrownBy(() -> Chart.render("chat", values))
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining(named);
  }

  @Test
  void sensible_values_pass() throws Exception {
    assertThat(Chart.render("chat", "nodes: {config: {chat.silence.millis: 500}}")).isNotEmpty();
  }
}

package chat.e2e.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Acknowledged;
import chat.e2e.client.Received;
import chat.e2e.client.TestClient;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From the images to a message through a port-forward, and what must not harm it. */
@Tag("k3s")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesIT {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("chat.e2e.repository", "..")).toAbsolutePath().normalize();
  private static final String PASSWORD = "correct horse battery";
  private static final int MESSAGES = 20;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private Installation chat;
  private TestClient alice;
  private TestClient bob;

  @BeforeAll
  void install() throws Exception {
    K3s k3s = open(K3s.start());
    Images images = Images.ofEnvironment(REPOSITORY);
    for (Path archive : images.archives()) {
      k3s.load(archive);
    }
    chat = open(new Installation(k3s, REPOSITORY, images.tag()));
    chat.install();
    chat.awaitReady(Installation.NODES);
    List<String> addresses = chat.forward();
    alice = user("alice", addresses);
    bob = user("bob", addresses);
  }

  @AfterAll
  void end() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T open(T one) {
    opened.add(one);
    return one;
  }

  private TestClient user(String name, List<String> addresses) {
    return open(TestClient.of(() -> addresses, name, Installation.PATIENCE_MILLIS))
        .register(PASSWORD)
        .login(PASSWORD);
  }

  @Test
  void a_message_through_a_port_forward_is_on_all_three_nodes() {
    Acknowledged sent = alice.send("bob", "hello from outside");

    assertThat(sent.inSyncCount()).isEqualTo(Installation.NODES);
    assertThat(bob.inbox()).extracting(Received::text).contains("hello from outside");
  }

  @Test
  void helm_test_finds_the_service_serving() {
    chat.test();
  }

  @Test
  void the_view_is_readable_by_a_person() {
    String primary = chat.primary().getMetadata().getName();

    assertThat(chat.view())
        .containsEntry("primary", primary)
        .hasEntrySatisfying(
            "primaryAddress", at -> assertThat(at).startsWith(primary + ".chat-nodes.chat.svc:"))
        .hasEntrySatisfying(
            "inSync", all -> assertThat(all.split(",")).hasSize(Installation.NODES));
  }

  @Test
  void the_jvm_takes_the_classes_that_its_image_brings() throws Exception {
    assertThat(chat.exec(chat.nodes().getFirst(), "cat", "/proc/1/maps"))
        .contains("/app/start.aot");
  }

  @Test
  void nothing_acknowledged_is_lost_with_the_primarys_pod() {
    Pod primary = chat.primary();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      texts.add(alice.send("bob", "before " + i).text());
    }

    chat.replace(primary);
    for (int i = 0; i < MESSAGES; i++) {
      texts.add(alice.send("bob", "after " + i).text());
    }

    assertThat(bob.history("alice")).extracting(Received::text).containsOnlyOnceElementsOf(texts);
    chat.awaitReady(Installation.NODES);
  }

  @Test
  void an_upgrade_keeps_the_scale_that_kubectl_gave() {
    chat.scale(2);
    chat.awaitReady(2);

    chat.upgrade("nodes.annotations.upgraded", "yes");

    assertThat(chat.replicas()).isEqualTo(2);
    chat.scale(Installation.NODES);
    chat.awaitReady(Installation.NODES);
  }

  @Test
  void what_was_said_is_there_after_uninstall_and_install() {
    String text = alice.send("bob", "keep this").text();

    chat.uninstall();
    chat.install();

    assertThat(bob.history("alice")).extracting(Received::text).containsOnlyOnce(text);
    chat.awaitReady(Installation.NODES);
  }
}

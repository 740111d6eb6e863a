package chat.cli.kubernetes;

import static chat.cli.kubernetes.FakeKube.pod;
import static chat.cli.kubernetes.FakeKube.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import chat.cli.client.ChatFailure;
import chat.cli.client.ChatFailure.Kind;
import chat.cli.client.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the tunnels lead to, and what ends them. */
@Timeout(60)
class TunnelsTest {
  private static final ChatFailure AWAY = new ChatFailure(Kind.UNAVAILABLE, "away", "");
  private static final ChatFailure FORBIDDEN = new ChatFailure(Kind.REFUSED, "you may not", "");

  private final FakeKube kube = new FakeKube();
  private final Tunnels tunnels = new Tunnels(kube, "chat in namespace cli");

  @AfterEach
  void close() {
    tunnels.close();
  }

  @Test
  void the_primary_comes_first_then_who_is_in_sync() throws ChatFailure {
    kube.view("chat-1", 7, "chat-0", "chat-1", "chat-2");
    assertThat(names()).containsExactly("chat-1", "chat-0", "chat-2");
  }

  @Test
  void a_connection_to_an_endpoint_is_joined_to_its_pod() throws Exception {
    kube.view("chat-1", 7, "chat-1");
    try (Socket socket = connect("chat-1")) {
      await().until(() -> kube.open("chat-1") == 1);
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void without_a_view_any_pod_will_do() throws ChatFailure {
    kube.having(running("chat-0"), running("chat-1"));
    assertThat(names()).containsExactly("chat-0", "chat-1");
  }

  @Test
  void without_pods_there_is_no_release_and_the_error_says_where_others_are() {
    ChatFailure failure = catchThrowableOfType(ChatFailure.class, tunnels::endpoints);
    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("chat in namespace cli").hasMessageContaining("prod");
  }

  @Test
  void an_api_server_that_is_away_at_first_is_asked_again() throws ChatFailure {
    kube.view("chat-0", 1, "chat-0").answering(AWAY);
    ChatFailure failure = catchThrowableOfType(ChatFailure.class, tunnels::endpoints);
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    kube.answering();
    assertThat(names()).containsExactly("chat-0");
  }

  @Test
  void what_was_known_serves_while_the_api_server_is_away() throws ChatFailure {
    kube.view("chat-0", 1, "chat-0", "chat-1");
    List<Endpoint> before = tunnels.endpoints();
    kube.answering(AWAY);
    assertThat(tunnels.endpoints()).isEqualTo(before);
  }

  @Test
  void the_endpoints_follow_the_primary_and_the_old_one_is_cut_off() throws Exception {
    kube.view("chat-0", 1, "chat-0", "chat-1");
    try (Socket old = connect("chat-0");
        Socket spare = connect("chat-1")) {
      await().until(() -> kube.isWatched() && kube.open("chat-0") == 1 && kube.open("chat-1") == 1);
      kube.view("chat-1", 2, "chat-0", "chat-1");
      assertThat(names()).containsExactly("chat-1", "chat-0");
      assertThat(old.getInputStream().read()).isNegative();
      assertThat(kube.open("chat-1")).isOne();
      assertThat(spare.isClosed()).isFalse();
    }
  }

  @Test
  void the_same_pod_has_the_same_port_for_good() throws Exception {
    kube.view("chat-0", 1, "chat-0", "chat-1").having(running("chat-0"), running("chat-1"));
    List<Endpoint> before = tunnels.endpoints();
    await().until(kube::isWatched);
    kube.having(running("chat-1"));
    assertThat(names()).containsExactly("chat-1");
    kube.having(running("chat-0"), running("chat-1"));
    assertThat(tunnels.endpoints()).isEqualTo(before);
  }

  @Test
  void a_pod_that_is_gone_is_cut_off_at_once() throws Exception {
    kube.view("chat-0", 1, "chat-0").having(running("chat-0"));
    try (Socket socket = connect("chat-0")) {
      await().until(() -> kube.isWatched() && kube.open("chat-0") == 1);
      kube.having();
      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void a_view_that_vanishes_changes_nothing() throws Exception {
    kube.view("chat-0", 1, "chat-0");
    List<Endpoint> before = tunnels.endpoints();
    await().until(kube::isWatched);
    kube.noView();
    assertThat(tunnels.endpoints()).isEqualTo(before);
  }

  @Test
  void a_tunnel_that_is_not_allowed_is_a_barrier_and_a_pod_that_is_away_is_not() throws Exception {
    kube.view("chat-0", 1, "chat-0").refusingTunnels(AWAY);
    try (Socket socket = connect("chat-0")) {
      assertThat(socket.getInputStream().read()).isNegative();
      await().until(() -> tunnels.trouble().equals("away"));
      assertThat(tunnels.barrier()).isEmpty();
    }
    kube.refusingTunnels(FORBIDDEN);
    try (Socket socket = connect("chat-0")) {
      assertThat(socket.getInputStream().read()).isNegative();
      await().until(() -> tunnels.barrier().isPresent());
    }
    assertThat(tunnels.barrier()).contains(FORBIDDEN);
  }

  @Test
  void trouble_names_the_pods_that_are_not_ready() throws ChatFailure {
    kube.having(running("chat-0"), pod("chat-1", "Pending", false, "ImagePullBackOff"));
    assertThat(names()).containsExactly("chat-0");
    assertThat(tunnels.trouble()).isEqualTo("chat-1 is ImagePullBackOff");
  }

  @Test
  void a_watch_that_begins_while_the_command_ends_says_nothing() throws Exception {
    CompletableFuture<Thread> watching = new CompletableFuture<>();
    List<Throwable> said = new CopyOnWriteArrayList<>();
    kube.view("chat-0", 1, "chat-0")
        .beforeWatch(
            () -> {
              Thread.currentThread().setUncaughtExceptionHandler((_, why) -> said.add(why));
              watching.complete(Thread.currentThread());
              tunnels.close();
              throw new IllegalStateException("the client is closed");
            });
    assertThat(names()).containsExactly("chat-0");
    watching.get().join();
    assertThat(said).isEmpty();
  }

  private List<String> names() throws ChatFailure {
    return tunnels.endpoints().stream().map(Endpoint::name).toList();
  }

  private Socket connect(String pod) throws ChatFailure, IOException {
    Endpoint endpoint =
        tunnels.endpoints().stream().filter(e -> e.name().equals(pod)).findFirst().orElseThrow();
    Socket socket = new Socket(endpoint.address().host(), endpoint.address().port());
    socket.setSoTimeout(60_000);
    return socket;
  }
}

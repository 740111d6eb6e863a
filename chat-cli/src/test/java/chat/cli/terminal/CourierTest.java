package chat.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.ChatClient;
import chat.cli.client.Endpoint;
import chat.cli.client.FakeChat;
import chat.cli.client.Notices;
import chat.cli.delivery.OutboxSender;
import chat.cli.profile.Outbox;
import chat.cli.session.Input;
import chat.cli.session.Request;
import chat.view.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The screen's way from the keyboard over the outbox to the cluster, without a terminal. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class CourierTest {
  private static final OutboxSender.Author ALICE = new OutboxSender.Author("alice", "");
  private static final String NOBODY = "127.0.0.1:1";

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private FakeChat node;
  private volatile String address = NOBODY;

  /** A screen's workers, without the screen. */
  private record Workers(Scribe scribe, Courier courier, Inputs inputs) {}

  @BeforeEach
  void start() throws IOException {
    node = new FakeChat();
  }

  @AfterEach
  void stop() throws Exception {
    threads.forEach(Thread::interrupt);
    for (AutoCloseable one : open) {
      one.close();
    }
    node.close();
  }

  private Outbox outbox() {
    return new Outbox(folder.resolve("outbox"));
  }

  private Workers screen() {
    ChatClient client =
        new ChatClient(
            () -> List.of(Endpoint.of(Address.parse(address))),
            Optional.empty(),
            Duration.ofMillis(200),
            new Silence());
    open.add(client);
    Inputs inputs = new Inputs();
    Courier courier =
        new Courier(new OutboxSender(client, outbox(), ALICE), outbox(), ALICE, inputs);
    Scribe scribe = new Scribe(outbox(), ALICE, inputs, courier);
    threads.add(Thread.ofPlatform().daemon().start(scribe));
    threads.add(Thread.ofPlatform().daemon().start(courier));
    return new Workers(scribe, courier, inputs);
  }

  private static void await(Workers screen, Class<? extends Input> kind, int count)
      throws InterruptedException {
    int seen = 0;
    while (seen < count) {
      for (Input input : screen.inputs().take()) {
        assertThat(input).isNotInstanceOf(Input.Failed.class);
        seen += kind.isInstance(input) ? 1 : 0;
      }
    }
  }

  private List<String> waiting() throws Exception {
    return outbox().entries().stream().map(Outbox.Entry::text).toList();
  }

  private static void type(Workers screen, String... texts) {
    for (int i = 0; i < texts.length; i++) {
      assertThat(screen.scribe().offer(new Request.Send(i + 1, "bob", texts[i]))).isTrue();
    }
  }

  @Test
  void with_nobody_there_all_that_was_typed_is_kept_and_goes_out_in_order_later() throws Exception {
    Workers screen = screen();
    type(screen, "one", "two", "three");
    await(screen, Input.Stored.class, 3);
    assertThat(waiting()).containsExactly("one", "two", "three");
    await(screen, Input.Trouble.class, 1);
    assertThat(waiting()).containsExactly("one", "two", "three");

    address = node.address();
    await(screen, Input.Acknowledged.class, 3);
    assertThat(node.texts()).containsExactly("one", "two", "three");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void a_burst_before_leaving_is_kept_and_the_next_start_sends_it() throws Exception {
    Workers first = screen();
    type(first, "one", "two", "three");
    assertThat(first.scribe().finish()).isEmpty();
    threads.forEach(Thread::interrupt);
    assertThat(waiting()).containsExactly("one", "two", "three");

    address = node.address();
    Workers next = screen();
    await(next, Input.Acknowledged.class, 3);
    assertThat(node.texts()).containsExactly("one", "two", "three");
  }

  @Test
  void two_screens_on_one_outbox_send_each_message_once_and_in_order() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add("text " + i);
      outbox().append(new Outbox.Entry(java.util.UUID.randomUUID(), 1, "alice", "bob", all.get(i)));
    }
    address = node.address();
    Workers one = screen();
    Workers two = screen();
    one.courier().settle(Duration.ofSeconds(60));
    two.courier().settle(Duration.ofSeconds(60));
    assertThat(waiting()).isEmpty();
    assertThat(node.texts()).isEqualTo(all);
  }

  @Test
  void a_message_for_another_cluster_is_not_sent() throws Exception {
    outbox()
        .append(
            new Outbox.Entry(
                java.util.UUID.randomUUID(), 1, "alice", "bob", "elsewhere", "cluster-a", ""));
    address = node.address();
    ChatClient client =
        new ChatClient(
            () -> List.of(Endpoint.of(Address.parse(address))),
            Optional.empty(),
            Duration.ofSeconds(60),
            new Silence());
    open.add(client);
    OutboxSender sender =
        new OutboxSender(client, outbox(), new OutboxSender.Author("alice", "cluster-b"));
    assertThat(sender.waiting()).isEmpty();
    assertThat(waiting()).containsExactly("elsewhere");
  }

  @Test
  void the_screen_sends_past_a_damaged_entry_and_tells_of_it() throws Exception {
    outbox().append(new Outbox.Entry(java.util.UUID.randomUUID(), 1, "alice", "bob", "good"));
    Path damaged = folder.resolve("outbox/000000000000000-cut-off.json");
    Files.createFile(damaged);
    address = node.address();
    Workers screen = screen();
    await(screen, Input.Trouble.class, 1);
    screen.courier().settle(Duration.ofSeconds(60));
    assertThat(node.texts()).containsExactly("good");
    assertThat(damaged).exists();
  }

  private static final class Silence implements Notices {
    @Override
    public void lost(String what, String why) {}

    @Override
    public void back(Back back) {}
  }
}

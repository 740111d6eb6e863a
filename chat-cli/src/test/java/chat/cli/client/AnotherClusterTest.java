package chat.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.command.InAPipe;
import chat.cli.profile.ContextName;
import chat.cli.profile.Folders;
import chat.cli.profile.ListenPoint;
import chat.cli.profile.Profile;
import chat.cli.profile.Session;
import chat.proto.chat.v1.CaughtUp;
import chat.proto.chat.v1.Deletion;
import chat.proto.chat.v1.Message;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code chat listen} where a restored cluster answers instead of the one that was listened to: it
 * goes on by conversation and number, printing nothing twice and leaving nothing out.
 */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class AnotherClusterTest {
  private static final String ANOTHER = "another cluster";

  @TempDir Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private FakeNode node;

  @BeforeEach
  void start() throws IOException {
    node = new FakeNode("chat-0");
    profile().save(new Session("alice", new byte[32], "0123456789ab", Long.MAX_VALUE));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Profile profile() {
    return new Profile(Folders.of(environment()), new ContextName("local"));
  }

  private Map<String, String> environment() {
    return Map.of("HOME", home.toString());
  }

  /** What {@code listen} prints: the texts. */
  private List<String> listen(String... options) {
    out.reset();
    err.reset();
    List<String> line = new ArrayList<>(List.of("listen", "--once", "-o", "jsonl"));
    line.addAll(List.of("--address", node.endpoint().address().toString()));
    line.addAll(Arrays.asList(options));
    assertThat(InAPipe.run(environment(), home, out, err, line.toArray(String[]::new)))
        .as("%s", err.toString(StandardCharsets.UTF_8))
        .isZero();
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(l -> l.replaceAll(".*\"(?:text|event)\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private List<String> notes() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static SubscribeResponse says(String from, long seq, long time, String text) {
    return SubscribeResponse.newBuilder()
        .setMessage(
            Message.newBuilder()
                .setConversation("alice:" + from)
                .setSeq(seq)
                .setFrom(from)
                .setTo("alice")
                .setText(text)
                .setTimeMillis(time))
        .setCursor(ByteString.copyFromUtf8("c" + time))
        .build();
  }

  private static SubscribeResponse deleted(long seq, long time) {
    return SubscribeResponse.newBuilder()
        .setDeletion(
            Deletion.newBuilder()
                .setConversation("alice:bob")
                .setBy("bob")
                .addSeqs(seq)
                .setForEveryone(true)
                .setTimeMillis(time))
        .setCursor(ByteString.copyFromUtf8("c" + time))
        .build();
  }

  private static SubscribeResponse end(long time) {
    return SubscribeResponse.newBuilder()
        .setCaughtUp(CaughtUp.getDefaultInstance())
        .setCursor(ByteString.copyFromUtf8("c" + time))
        .build();
  }

  private static StatusRuntimeException foreign() {
    return FakeNode.ours(Status.Code.INVALID_ARGUMENT, "CURSOR_INVALID", 0);
  }

  @Test
  void what_was_heard_before_a_restore_is_not_printed_again_and_what_is_new_is() {
    node.thenStream(
        says("bob", 1, 10, "one"), says("bob", 2, 20, "two"), says("carol", 1, 30, "hi"), end(30));
    assertThat(listen()).containsExactly("one", "two", "hi");

    // The backup was taken before "two", and bob has gone on: his second message is another one.
    node.thenRefuse(foreign())
        .thenStream(
            says("bob", 1, 10, "one"),
            says("dave", 1, 25, "unheard"),
            says("carol", 1, 30, "hi"),
            says("bob", 2, 100, "another two"),
            says("bob", 3, 110, "three"),
            end(110));
    assertThat(listen()).containsExactly("unheard", "another two", "three");
    assertThat(notes()).singleElement().asString().contains(ANOTHER);
    assertThat(node.subscribed().getLast().getFromStart()).isTrue();

    node.thenStream(says("bob", 4, 120, "four"), end(120));
    assertThat(listen()).containsExactly("four");
    assertThat(node.subscribed().getLast().getCursor().toStringUtf8()).isEqualTo("c110");
    assertThat(notes()).isEmpty();
  }

  @Test
  void a_listener_that_is_there_during_the_restore_goes_on_by_itself() {
    node.thenStream(says("bob", 1, 10, "one"), says("bob", 2, 20, "two"))
        .thenRefuse(foreign())
        .thenStream(says("bob", 1, 10, "one"), says("bob", 2, 100, "another two"), end(100));
    assertThat(listen()).containsExactly("one", "two", "another two");
    assertThat(notes().stream().filter(l -> l.contains(ANOTHER))).hasSize(1);
    assertThat(notes().getLast()).startsWith("back via chat-0").doesNotContain("caught up");
  }

  @Test
  void one_that_was_interrupted_while_it_went_on_prints_nothing_twice_either() {
    node.thenStream(says("bob", 1, 10, "one"), says("carol", 1, 30, "hi"), end(30));
    assertThat(listen()).containsExactly("one", "hi");
    node.thenRefuse(foreign()).thenStream(says("dave", 1, 5, "new"));
    assertThat(listen("--max", "1")).containsExactly("new");

    node.thenStream(says("bob", 1, 10, "one"), says("carol", 1, 30, "hi"), end(30));
    assertThat(listen()).isEmpty();
  }

  @Test
  void deletions_that_were_told_are_not_told_again() {
    node.thenStream(says("bob", 1, 10, "one"), deleted(1, 20), says("bob", 2, 30, "two"), end(30));
    assertThat(listen("--events")).containsExactly("one", "deletion", "two");
    node.thenRefuse(foreign())
        .thenStream(deleted(1, 20), says("bob", 2, 30, "two"), deleted(2, 100), end(100));
    assertThat(listen("--events")).containsExactly("deletion");
  }

  @Test
  void where_an_earlier_version_left_only_a_cursor_what_was_delivered_is_left_out()
      throws IOException {
    byte[] cursor = "old".getBytes(StandardCharsets.UTF_8);
    profile().save("alice", new ListenPoint(cursor, new TreeMap<>(), new TreeMap<>()));
    SubscribeResponse delivered =
        says("bob", 1, 10, "one").toBuilder()
            .setMessage(says("bob", 1, 10, "one").getMessage().toBuilder().setDelivered(true))
            .build();
    node.thenRefuse(foreign()).thenStream(delivered, says("bob", 2, 20, "two"), end(20));
    assertThat(listen()).containsExactly("two");
  }
}

package chat.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.command.InAPipe;
import chat.cli.profile.ContextName;
import chat.cli.profile.Folders;
import chat.cli.profile.Outbox;
import chat.cli.profile.Profile;
import chat.cli.profile.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Session and outbox of one cluster, where a namesake of another cluster answers. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class BoundToOneClusterTest {
  private static final int AUTHENTICATION = 4;

  @TempDir Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private FakeNode node;

  @BeforeEach
  void start() throws IOException {
    node = new FakeNode("chat-0").ofCluster("here");
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

  private int chat(String... words) {
    err.reset();
    List<String> line = new ArrayList<>(List.of("--address", node.endpoint().address().toString()));
    line.addAll(Arrays.asList(words));
    return InAPipe.run(environment(), home, out, err, line.toArray(String[]::new));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void loggedInTo(String cluster) throws IOException {
    profile().save(new Session("alice", new byte[32], "s", Long.MAX_VALUE, cluster));
  }

  private List<String> waiting() throws Exception {
    return profile().outbox().entries().stream().map(Outbox.Entry::text).toList();
  }

  @Test
  void a_namesake_on_another_cluster_gets_nothing() throws Exception {
    loggedInTo("elsewhere");
    assertThat(chat("send", "bob", "for elsewhere only")).isEqualTo(AUTHENTICATION);
    assertThat(said()).contains("ANOTHER_CLUSTER").contains("chat login");
    assertThat(node.received()).isEmpty();
    assertThat(waiting()).containsExactly("for elsewhere only");
  }

  @Test
  void a_message_for_another_cluster_goes_out_after_it_was_rebound() throws Exception {
    loggedInTo("here");
    profile()
        .outbox()
        .append(
            new Outbox.Entry(new UUID(1, 2), 1, "alice", "bob", "from elsewhere", "elsewhere", ""));
    assertThat(chat("outbox", "retry")).isZero();
    assertThat(said()).contains("another cluster").contains("chat outbox rebind");
    assertThat(node.received()).isEmpty();

    node.then(new FakeNode.Answer.Acknowledge(1));
    assertThat(chat("outbox", "rebind")).isZero();
    assertThat(chat("outbox", "retry")).isZero();
    assertThat(node.received()).hasSize(1);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void a_session_of_an_earlier_version_is_bound_to_the_cluster_that_accepts_it() throws Exception {
    loggedInTo("here");
    Path file = home.resolve(".local/state/chat/contexts/local/session.json");
    assertThat(file).exists();
    Files.writeString(
        file,
        """
        {"name":"alice","token":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",\
        "sessionId":"s","expiresMillis":9223372036854775807}
        """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    node.then(new FakeNode.Answer.Acknowledge(1));
    assertThat(chat("send", "bob", "Hello")).as("%s", said()).isZero();
    assertThat(profile().requireSession().cluster()).isEqualTo("here");
    assertThat(node.named()).last().isEqualTo("here");
  }

  @Test
  void logging_in_binds_the_session_to_the_cluster_that_answers() throws Exception {
    Path password = home.resolve("password");
    Files.writeString(password, "correct horse battery");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    assertThat(chat("login", "alice", "--password-file", password.toString()))
        .as("%s", said())
        .isZero();
    assertThat(profile().requireSession().cluster()).isEqualTo("here");
    assertThat(node.named()).last().isEqualTo("here");
  }
}

package chat.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.FakeChat;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command that writes a file destroys none. The tests may run as root: that changes nothing. */
class FilesStayTest extends FakeCluster {
  private static final String STATE = "the state of the cluster";

  @BeforeEach
  void holdState() {
    node.backsUp(FakeChat.utf8(STATE), false);
  }

  @Test
  void a_dash_is_standard_output() throws Exception {
    ChatProcess.Outcome outcome = chat.run("chat backup - | cat");
    assertThat(outcome.out()).isEqualTo(STATE);
    assertThat(outcome.err()).contains("-: 24 bytes");
    assertThat(chat.run("chat backup /dev/stdout | cat").out()).isEqualTo(STATE);
    assertThat(folder.resolve("-")).doesNotExist();
    assertThat(chat.run("chat backup - -o json | cat; exit ${PIPESTATUS[0]}").exitCode())
        .isEqualTo(2);
  }

  @Test
  void a_backup_into_a_pipe_that_nobody_reads_fails() throws Exception {
    node.backsUp(new byte[1 << 20], false);
    assertThat(chat.run("chat backup - | true; exit ${PIPESTATUS[0]}").exitCode()).isEqualTo(1);
  }

  @Test
  void a_link_stays_and_its_target_is_replaced() throws Exception {
    Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("monday");
    Files.writeString(target, "older");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere/monday"));
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("elsewhere/tuesday"));
    assertThat(chat.run("chat backup link").exitCode()).isZero();
    assertThat(chat.run("chat backup dangling").exitCode()).isZero();
    assertThat(folder.resolve("link")).isSymbolicLink().hasContent(STATE);
    assertThat(folder.resolve("dangling")).isSymbolicLink().hasContent(STATE);
    assertThat(target).isRegularFile().hasContent(STATE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_link_to_itself_is_refused() throws Exception {
    Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));
    assertRefused("chat backup round", "");
    assertThat(folder.resolve("round")).isSymbolicLink();
  }

  @Test
  void a_fifo_and_a_device_are_written_into() throws Exception {
    assertThat(chat.run("mkfifo fifo; cat fifo >copy & chat backup fifo; wait").exitCode())
        .isZero();
    assertThat(folder.resolve("copy")).hasContent(STATE);
    assertThat(chat.run("[ -p fifo ]").exitCode()).isZero();
    // A link of ours, so that a mistake replaces the link and not the device of this machine.
    Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));
    assertThat(chat.run("chat backup null").exitCode()).isZero();
    assertThat(folder.resolve("null")).isSymbolicLink();
    assertThat(chat.run("[ -c /dev/null ]").exitCode()).isZero();
  }

  @Test
  void a_folder_a_socket_and_a_write_protected_file_are_refused() throws Exception {
    Files.createDirectory(folder.resolve("place"));
    assertRefused("chat backup place", "is a folder");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      assertRefused("chat backup socket", "neither a file nor a pipe");
      assertThat(chat.run("[ -S socket ]").exitCode()).isZero();
    }
    assertRefused("chat export --file place", "is a folder");
    Files.writeString(folder.resolve("kept"), "older");
    assertRefused("chmod 400 kept; chat backup kept", "is write-protected");
    assertThat(folder.resolve("kept")).hasContent("older");
  }

  @Test
  void a_run_that_fails_leaves_the_old_file_and_nothing_beside_it() throws Exception {
    node.backsUp(FakeChat.utf8(STATE), true);
    Path old = Files.writeString(folder.resolve("old"), "older");
    assertThat(chat.run("chat backup old").exitCode()).isEqualTo(1);
    assertThat(chat.run("chat backup fresh").exitCode()).isEqualTo(1);
    assertThat(chat.run("chat export --file old").exitCode()).isNotZero();
    assertThat(old).hasContent("older");
    assertThat(folder.resolve("fresh")).doesNotExist();
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).noneMatch(p -> p.toString().endsWith(".part"));
    }
  }

  @Test
  void a_setting_that_is_a_link_stays_one() throws Exception {
    Path kept = folder.resolve("kept");
    Files.createDirectories(folder.resolve("config/chat"));
    Files.createSymbolicLink(folder.resolve("config/chat/current-context"), kept);
    assertThat(chat.run("chat context add there 127.0.0.1:1; chat context use there").exitCode())
        .isZero();
    assertThat(kept).hasContent("there");
    assertThat(folder.resolve("config/chat/current-context")).isSymbolicLink();
  }

  private void assertRefused(String line, String why) throws Exception {
    ChatProcess.Outcome outcome = chat.run(line);
    assertThat(outcome.exitCode()).as(line).isEqualTo(2);
    assertThat(outcome.err()).as(line).contains(why);
  }
}

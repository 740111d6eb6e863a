package chat.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.profile.Outbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file of the outbox that can't be read holds up no other one, and is kept. */
class DamagedOutboxTest extends FakeCluster {
  private static final String NAME = "%015d-00000000-0000-0001-0000-%012d.json";

  private Outbox outbox() {
    return chat.profile().outbox();
  }

  private void waits(long millis, String text) throws IOException {
    outbox().add(new Outbox.Entry(new UUID(2, millis), millis, "alice", "bob", text));
  }

  private Path damaged(long millis, byte... content) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(outboxFolder())) {
      file = files.findAny().orElseThrow().resolveSibling(NAME.formatted(millis, millis));
    }
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private Path outboxFolder() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("state"))) {
      return all.filter(f -> f.endsWith("outbox")).findAny().orElseThrow();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void retry_sends_the_others_in_order_names_the_damaged_ones_and_keeps_them() throws Exception {
    waits(1, "first");
    waits(9, "last");
    List<Path> damaged =
        List.of(
            damaged(2),
            damaged(3, utf8("{\"requestId\":\"cut o")),
            damaged(4, utf8("{\"text\":\"no more than that\"}")),
            damaged(5, (byte) '"', (byte) 0xff, (byte) '"'));

    ChatProcess.Outcome retry = chat.run("chat outbox retry");

    assertThat(node.texts()).containsExactly("first", "last");
    assertThat(retry.exitCode()).isEqualTo(1);
    assertThat(retry.err())
        .contains("4 entries of the outbox are damaged")
        .contains("mend one, or move it out of the outbox")
        .contains(damaged.stream().map(Path::toString).toList());
    assertThat(damaged).allMatch(Files::exists);
  }

  @Test
  void the_list_shows_it_beside_what_waits() throws Exception {
    waits(1, "this one waits");
    Path file = damaged(2, utf8("[]"));
    ChatProcess.Outcome list = chat.run("chat outbox");
    assertThat(list.out()).contains("this one waits");
    assertThat(list.err()).contains(file.toString()).contains("1 entry of the outbox is damaged");
    assertThat(list.exitCode()).isEqualTo(1);
    assertThat(chat.run("chat outbox -o jsonl").out().lines()).hasSize(1);
  }

  @Test
  void an_entry_that_others_may_read_or_whose_name_is_wrong_is_set_aside() throws Exception {
    waits(1, "goes");
    waits(2, "open to others");
    Path folder = outboxFolder();
    Path open = folder.resolve("%015d-%s.json".formatted(2, new UUID(2, 2)));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Files.copy(
        folder.resolve("%015d-%s.json".formatted(1, new UUID(2, 1))),
        folder.resolve(NAME.formatted(3, 3)));

    ChatProcess.Outcome retry = chat.run("chat outbox retry");

    assertThat(node.texts()).containsExactly("goes");
    assertThat(retry.err()).contains("chmod 600", "2 entries of the outbox are damaged");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-------"));
    chat.run("chat outbox retry");
    assertThat(node.texts()).containsExactly("goes", "open to others");
  }

  @Test
  void send_sends_and_tells_of_it() throws Exception {
    waits(1, "older");
    Path file = damaged(2, utf8("x"));
    ChatProcess.Outcome sent = chat.run("chat send bob newer");
    assertThat(sent.exitCode()).isZero();
    assertThat(sent.err()).contains(file.toString(), "see: chat outbox");
    assertThat(node.texts()).containsExactly("older", "newer");
  }

  @Test
  void the_doctor_tells_what_waits_from_what_is_refused_or_damaged() throws Exception {
    waits(1, "waits");
    waits(2, "refused");
    waits(3, "refused, too");
    for (Outbox.Entry entry : outbox().entries().subList(1, 3)) {
      outbox().refuse(entry, "a full mailbox");
    }
    outbox().add(new Outbox.Entry(new UUID(2, 4), 4, "carol", "bob", "carol's"));
    damaged(5, utf8("x"));
    assertThat(chat.run("chat doctor").out())
        .contains("1 message waits, 2 refused, 1 for another account or cluster, 1 damaged");
  }
}

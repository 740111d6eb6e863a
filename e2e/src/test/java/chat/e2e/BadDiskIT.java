package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.check.History;
import chat.e2e.client.Acknowledged;
import chat.e2e.client.Condition;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import chat.e2e.cluster.Managed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node whose data folder is not what it should be says so, and the others go on. */
@Tag("e2e")
@Timeout(900)
class BadDiskIT {

  @Test
  void a_folder_in_use_or_not_writable_is_refused_in_a_sentence() {
    try (Run run = Run.of(1)) {
      TestClient alice = run.register("alice");
      Acknowledged first = alice.send("alice", "note to myself");

      Managed second = run.cluster.nodeWithData("chat-7", run.cluster.nodes().getFirst().data());
      assertEndsWithASentence(second, "DATA_FOLDER_IN_USE");
      Managed nowhere = run.cluster.nodeWithData("chat-8", Path.of("/proc/chat"));
      assertEndsWithASentence(nowhere, "NOT_WRITABLE");
      Managed file = run.cluster.nodeWithData("chat-9", run.cluster.folder().resolve("nodes"));
      assertEndsWithASentence(file, "NOT_A_FOLDER");

      assertThat(alice.send("alice", "still here").seq()).isEqualTo(first.seq() + 1);
      run.succeeded();
    }
  }

  @Test
  void a_damaged_disk_is_set_aside_and_the_node_comes_back_as_new() throws IOException {
    try (Run run = Run.of(3)) {
      TestClient alice = run.register("alice");
      run.register("bob");
      List<Acknowledged> sent = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        sent.add(alice.send("bob", "line " + i));
      }
      String primary = run.primary().name();
      LocalNode backup =
          run.cluster.nodes().stream().filter(n -> !n.name().equals(primary)).findFirst().get();
      backup.process().stop();
      damage(backup.data());
      for (int i = 50; i < 100; i++) {
        sent.add(alice.send("bob", "line " + i));
      }
      run.restart(backup);
      run.awaitAllInSync();

      assertThat(History.faults(sent, alice.history("bob"))).isEmpty();
      var hashes = run.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
      assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
      assertThat(backup.process().output()).containsIgnoringCase("aside").doesNotContain("\tat ");
      run.succeeded();
    }
  }

  @Test
  void the_disk_of_another_cluster_is_not_taken() throws IOException {
    try (Run one = Run.of(1);
        Run other = Run.of(1)) {
      one.register("alice").send("alice", "mine");
      other.register("zoe").send("zoe", "not yours");
      LocalNode mine = one.cluster.nodes().getFirst();
      LocalNode theirs = other.cluster.nodes().getFirst();
      mine.process().stop();
      theirs.process().stop();
      Path kept = mine.folder().resolve("kept");
      Files.move(mine.data(), kept);
      copy(theirs.data(), mine.data());
      one.restart(mine);
      Condition.await(
          "the node to say that this disk is another cluster's",
          Run.PATIENCE_MILLIS,
          () -> mine.process().output().contains("this disk belongs to"),
          () -> mine.process().output());
      assertThat(mine.process().output()).doesNotContain("\tat ");

      mine.process().kill();
      mine.wipe();
      Files.move(kept, mine.data());
      one.restart(mine);
      assertThat(one.login("alice").history("alice")).hasSize(1);
      one.succeeded();
      other.succeeded();
    }
  }

  private static void assertEndsWithASentence(Managed process, String reason) {
    process.start();
    OptionalInt exit = process.awaitExit(Run.PATIENCE_MILLIS);
    assertThat(exit).as("%s: %s", process.name(), process.output()).isPresent();
    assertThat(exit.getAsInt()).isNotZero();
    assertThat(process.output()).contains(reason).doesNotContain("\tat ");
  }

  /** Noise over the middle of the database. */
  private static void damage(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      Path database = files.filter(f -> f.toString().endsWith(".db")).findFirst().orElseThrow();
      try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
        byte[] noise = new byte[(int) channel.size() - 4096];
        new java.util.Random(7).nextBytes(noise);
        channel.write(ByteBuffer.wrap(noise), 4096);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}

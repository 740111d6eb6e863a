package chat.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.FakeChat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The saved place covers what the consumer has taken, however the consumer or `listen` ends. */
class ListenHandOverTest extends FakeCluster {
  private static List<String> ids(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(FakeChat::idOf).toList();
  }

  private String saved() throws Exception {
    return chat.profile()
        .listenPoint("alice")
        .map(point -> new String(point.cursor(), StandardCharsets.UTF_8))
        .orElse("none");
  }

  private List<String> heardNext(int count) throws Exception {
    return chat.run("chat listen -o name --max " + count).out().lines().toList();
  }

  @Test
  void a_reader_that_has_enough_takes_what_it_read_and_not_a_message_more() throws Exception {
    node.holds(600);
    ChatProcess.Outcome outcome = chat.run("chat listen -o name | head -2; echo ${PIPESTATUS[0]}");
    assertThat(outcome.out().lines()).containsExactly(FakeChat.idOf(1), FakeChat.idOf(2), "1");
    assertThat(outcome.err()).isEmpty();
    assertThat(saved()).isEqualTo("2");
    assertThat(node.delivered()).isEqualTo(2);
    assertThat(heardNext(300)).isEqualTo(ids(3, 302));
  }

  @Test
  void a_consumer_that_is_killed_loses_nothing_that_it_had_not_read() throws Exception {
    node.holds(600);
    chat.run("chat listen -o name | (read a; read b; read c; echo $c >last; kill -9 $BASHPID)");
    assertThat(folder.resolve("last")).hasContent(FakeChat.idOf(3));
    assertThat(saved()).isEqualTo("3");
    assertThat(heardNext(1)).isEqualTo(ids(4, 4));
  }

  @Test
  void a_listen_that_is_killed_repeats_perhaps_and_skips_nothing() throws Exception {
    node.holds(5000);
    long last = 0;
    for (int round = 1; round <= 4; round++) {
      List<String> heard = heardUntilKilled(100 * round);
      long first = numberOf(heard.getFirst());
      assertThat(first).isLessThanOrEqualTo(last + 1);
      assertThat(heard).isEqualTo(ids(first, first + heard.size() - 1));
      last = first + heard.size() - 1;
      assertThat(node.delivered()).isLessThanOrEqualTo(last);
    }
  }

  private List<String> heardUntilKilled(int lines) throws Exception {
    Process listening = chat.builder("exec chat listen -o name").start();
    List<String> heard = new ArrayList<>();
    try (BufferedReader out = listening.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        heard.add(line);
        if (heard.size() == lines) {
          // What is in the pipe is still to be read: Process.destroyForcibly would close it.
          ProcessHandle.of(listening.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
      }
    }
    assertThat(listening.waitFor(ChatProcess.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return heard;
  }

  private static long numberOf(String id) {
    return Long.parseLong(id.substring(id.indexOf('/') + 1));
  }

  @Test
  void a_command_takes_a_message_by_ending_with_0_and_else_gets_it_again() throws Exception {
    node.holds(5);
    ChatProcess.Outcome outcome =
        chat.run("chat listen --exec 'cat >>got; [ \"$CHAT_SEQ\" != 3 ]'; echo $?");
    assertThat(outcome.out()).isEqualTo("1\n");
    assertThat(outcome.err())
        .contains("the command for alice:bob/3 ended with 1")
        .contains("begins with it");
    assertThat(Files.readAllLines(folder.resolve("got")))
        .hasSize(3)
        .element(0)
        .asString()
        .contains("\"id\":\"alice:bob/1\"")
        .contains("\"text\":\"text 1\"");
    assertThat(saved()).isEqualTo("2");
    assertThat(node.delivered()).isEqualTo(2);
    ChatProcess.Outcome again =
        chat.run("chat listen --once --exec 'echo \"$CHAT_ID $CHAT_FROM $CHAT_TO\"'");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out().lines())
        .isEqualTo(ids(3, 5).stream().map(id -> id + " bob alice").toList());
    assertThat(saved()).isEqualTo("5");
    assertThat(node.delivered()).isEqualTo(5);
  }

  @Test
  void a_command_runs_in_the_locale_that_the_caller_had() throws Exception {
    node.holds(1);
    String line = "chat listen --max 1 --from-start --exec 'echo \"${LC_ALL-unset} é\"'";
    assertThat(chat.run(line).out()).isEqualTo("unset é\n");
    assertThat(chat.with("LC_ALL", "C").run(line).out()).isEqualTo("C é\n");
  }

  @Test
  void only_what_is_confirmed_is_taken() throws Exception {
    node.holds(600);
    Process listening = chat.builder("exec chat listen -o name --ack --window 2").start();
    try (BufferedReader out = listening.inputReader(StandardCharsets.UTF_8)) {
      assertThat(List.of(out.readLine(), out.readLine())).isEqualTo(ids(1, 2));
      assertThat(saved()).isEqualTo("none");
      write(listening, "\n");
      assertThat(out.readLine()).isEqualTo(FakeChat.idOf(3));
      write(listening, FakeChat.idOf(3) + "\n");
      assertThat(out.readLine()).isEqualTo(FakeChat.idOf(4));
      assertThat(out.readLine()).isEqualTo(FakeChat.idOf(5));
      await("3");
      listening.destroyForcibly();
    }
    assertThat(listening.waitFor(ChatProcess.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(node.delivered()).isLessThanOrEqualTo(3);
    assertThat(heardNext(1)).isEqualTo(ids(4, 4));
  }

  private void await(String cursor) throws Exception {
    long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(ChatProcess.PATIENCE_SECONDS);
    while (!saved().equals(cursor)) {
      assertThat(System.nanoTime()).as("saved %s", saved()).isLessThan(last);
      Thread.onSpinWait();
    }
  }

  private static void write(Process process, String text) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(FakeChat.utf8(text));
    in.flush();
  }

  @Test
  void a_consumer_that_ends_is_told_by_the_exit_code_from_one_that_has_confirmed_all()
      throws Exception {
    node.holds(2);
    assertThat(confirmedOf(2, "\n")).isEqualTo(1);
    assertThat(saved()).isEqualTo("1");
    assertThat(confirmedOf(1, "\n")).isZero();
    assertThat(saved()).isEqualTo("2");
    node.holds(4);
    assertThat(confirmedOf(2, "no-such-id\n")).isEqualTo(1);
    assertThat(saved()).isEqualTo("2");
  }

  /** The exit code of a listening that is confirmed so, after so many lines. */
  private int confirmedOf(int lines, String confirmations) throws Exception {
    Process listening = chat.builder("exec chat listen -o name --ack --once").start();
    try (BufferedReader out = listening.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < lines; i++) {
        out.readLine();
      }
      write(listening, confirmations);
      listening.getOutputStream().close();
      assertThat(listening.waitFor(ChatProcess.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    return listening.exitValue();
  }

  @Test
  void wishes_that_exclude_each_other_are_refused() throws Exception {
    assertThat(chat.run("chat listen --ack --exec true").exitCode()).isEqualTo(2);
    assertThat(chat.run("chat listen --ack --window 0").exitCode()).isEqualTo(2);
  }
}

package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.e2e.cluster.LocalNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The interactive screen on a real terminal, with a real cluster behind it. Needs tmux. */
@Tag("e2e")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OpenScreenIT {
  private Run run;
  private Workplace place;
  private Tmux tmux;
  private int users;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    assumeTrue(Workplace.has("tmux"), "tmux is not installed");
    run = Run.of(3);
    place = new Workplace(folder, "");
    place.succeed("./chat context add local " + String.join(",", run.cluster.clientAddresses()));
  }

  @AfterEach
  void closeTerminal() {
    if (tmux != null) {
      tmux.close();
    }
  }

  @AfterAll
  void end() {
    if (run != null) {
      run.succeeded();
      run.close();
    }
  }

  /** A user that no other test has; the context is called like the user. */
  private String register(String name) {
    String user = name + "-" + ++users;
    place.succeed(
        "./chat -q --context %s register %s --password-file password".formatted(user, user));
    return user;
  }

  private void open(String user, String options) {
    tmux = Tmux.running(place, 90, 24, "./chat --context %s %s open".formatted(user, options));
    tmux.awaitText("● chat-");
  }

  @Test
  void messages_are_typed_sent_delivered_and_read() {
    String alice = register("alice");
    String bob = register("bob");
    open(alice, "");
    tmux.awaitText("No conversations yet.");
    tmux.type("/op").press("Tab").awaitText("› /open");
    tmux.type(bob).press("Enter").awaitText("Nothing was said here yet.");
    tmux.type("Hello 👋 日本 é").press("Enter").awaitRow("Hello 👋 日本 é", " ✓");
    place.succeed("./chat --context %s listen --once".formatted(bob));
    tmux.awaitRow("Hello 👋", "✓✓");
    place.succeed("./chat --context %s read %s".formatted(bob, alice));
    tmux.awaitRow("Hello 👋", "✔✔");
    tmux.type("/quit").press("Enter").awaitText("ended").awaitNoText("Hello 👋");
    assertThat(tmux.rows().stream().filter(r -> !r.isBlank())).containsExactly("ended");
  }

  @Test
  void what_is_unread_is_counted_and_old_messages_are_loaded_while_scrolling() {
    String alice = register("alice");
    String bob = register("bob");
    place.succeed(
        "seq 1 260 | sed 's/^/line /; s/$/./' | ./chat -q --context %s send %s - --lines --batch x"
            .formatted(bob, alice));
    open(alice, "");
    tmux.awaitText("260 unread");
    tmux.press("C-n").awaitText("line 260.").awaitNoText("unread");
    tmux.press("PPage").awaitNoText("line 260.").awaitText("Esc: newest");
    place.succeed("./chat -q --context %s send %s 'news'".formatted(bob, alice));
    tmux.awaitText("1 new below").awaitNoText("news");
    tmux.await(
        "the beginning, a page for each key",
        s -> {
          boolean there = s.contains("the beginning of your messages");
          if (!there) {
            tmux.press("PPage");
          }
          return there;
        });
    tmux.awaitText("line 1.");
    tmux.press("Escape").awaitText("news");
    assertThat(place.succeed("./chat --context %s inbox -o name".formatted(alice))).isEmpty();
  }

  @Test
  void a_paste_is_one_message_and_every_size_is_drawn_anew() {
    String alice = register("alice");
    String bob = register("bob");
    open(alice, "");
    tmux.type("/open " + bob).press("Enter").awaitText("Nothing was said here yet.");
    tmux.paste("first line\nsecond line\nthird line").awaitText("third line");
    tmux.press("Enter").awaitRow("first line", " ✓");
    assertThat(place.succeed("./chat --context %s history %s -o jsonl".formatted(bob, alice)))
        .contains("\"text\":\"first line\\nsecond line\\nthird line\"");
    tmux.awaitText("│");
    tmux.resize(44, 12).await("no list on a narrow terminal", s -> !s.contains("│"));
    tmux.awaitText("second line").awaitText("›");
    tmux.resize(15, 5).awaitText("too small");
    tmux.resize(120, 30).awaitText("│").awaitText("second line").awaitText("Ctrl-D leaves");
  }

  @Test
  void a_lost_primary_is_shown_and_no_message_is_lost_or_repeated() {
    String alice = register("alice");
    String bob = register("bob");
    open(alice, "");
    tmux.type("/open " + bob).press("Enter").awaitText("Nothing was said here yet.");
    tmux.type("before").press("Enter").awaitRow("before", " ✓");
    LocalNode killed = run.killPrimary();
    tmux.type("during").press("Enter").awaitRow("during", " ✓");
    place.succeed("./chat -q --context %s send %s 'an answer'".formatted(bob, alice));
    tmux.awaitText("an answer");
    run.restart(killed);
    run.awaitAllInSync();
    assertThat(tmux.rows().stream().filter(r -> r.matches(".*\\b(before|during|an answer)\\b.*")))
        .hasSize(3);
    assertThat(
            place.succeed("./chat --context %s history %s -o name".formatted(bob, alice)).lines())
        .hasSize(3);
  }

  private void killAll() {
    run.cluster.nodes().forEach(node -> node.process().kill());
    tmux.awaitText("○ lost");
  }

  private void restartAll() {
    run.cluster.nodes().forEach(run::restart);
    run.awaitAllInSync();
  }

  private void typeThree() {
    for (String text : List.of("message one", "message two", "message three")) {
      tmux.type(text).press("Enter").awaitRow(text, "…");
    }
  }

  /** Texts, oldest first. */
  private List<String> history(String of, String with) {
    return place
        .succeed("./chat --context %s history %s -o jsonl".formatted(of, with))
        .lines()
        .map(line -> line.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private String waiting(String of) {
    return place.succeed("./chat --context %s outbox -o name".formatted(of));
  }

  @Test
  void with_nobody_there_all_that_was_typed_is_kept_and_goes_out_when_somebody_is() {
    String alice = register("alice");
    String bob = register("bob");
    open(alice, "--timeout 3s");
    tmux.type("/open " + bob).press("Enter").awaitText("Nothing was said here yet.");
    killAll();
    typeThree();
    assertThat(waiting(alice).lines()).hasSize(3);
    restartAll();
    tmux.awaitRow("message three", " ✓");
    assertThat(history(bob, alice)).containsExactly("message one", "message two", "message three");
    assertThat(waiting(alice)).isEmpty();
  }

  @Test
  void leaving_during_an_outage_removes_nothing_and_says_what_waits() {
    String alice = register("alice");
    String bob = register("bob");
    open(alice, "--timeout 3s");
    tmux.type("/open " + bob).press("Enter").awaitText("Nothing was said here yet.");
    killAll();
    typeThree();
    tmux.type("/quit").press("Enter").awaitText("ended").awaitText("3 messages wait in the outbox");
    tmux.close();
    assertThat(waiting(alice).lines()).hasSize(3);
    restartAll();
    open(alice, "");
    tmux.await("all is sent", s -> waiting(alice).isEmpty());
    assertThat(history(bob, alice)).containsExactly("message one", "message two", "message three");
  }

  @Test
  void a_screen_that_is_killed_has_kept_every_message_with_a_mark() {
    String alice = register("alice");
    String bob = register("bob");
    open(alice, "--timeout 3s");
    tmux.type("/open " + bob).press("Enter").awaitText("Nothing was said here yet.");
    killAll();
    typeThree();
    tmux.killRunning();
    tmux.awaitText("ended");
    assertThat(waiting(alice).lines()).hasSize(3);
    restartAll();
    place.succeed("./chat --context %s outbox retry".formatted(alice));
    place.succeed("./chat --context %s outbox retry".formatted(alice));
    assertThat(history(bob, alice)).containsExactly("message one", "message two", "message three");
  }

  @Test
  void a_group_is_opened_by_its_name() {
    String alice = register("alice");
    String bob = register("bob");
    place.succeed("./chat -q --context %s group create lunch-%s %s".formatted(alice, alice, bob));
    tmux =
        Tmux.running(place, 90, 24, "./chat --context %s open '#lunch-%s'".formatted(bob, alice));
    tmux.awaitText("Nothing was said here yet.").awaitText("─ #lunch-" + alice + " ─");
  }

  @Test
  void the_screen_is_coloured_unless_that_is_not_wanted() {
    String alice = register("alice");
    open(alice, "");
    tmux.type("/help").press("Enter").awaitText("Commands").awaitText("/search TEXT");
    assertThat(tmux.colors()).contains("\u001b[36m");
    tmux.close();
    open(alice, "--color never");
    tmux.type("/help").press("Enter").awaitText("Commands");
    assertThat(tmux.colors()).doesNotContain("\u001b[36m").doesNotContain("[32m");
  }
}

package chat.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Messages that wait in the outbox, as the screen shows them. */
class WaitingTest {
  @Test
  void a_message_has_no_mark_before_the_outbox_has_it() {
    Stage stage = Stage.withBob().slowDisk().send("Hello");
    assertThat(stage.rowWith("Hello")).doesNotContain("…");
    stage.with(new Input.Stored(1));
    assertThat(stage.rowWith("Hello")).endsWith("…");
  }

  @Test
  void a_message_that_the_outbox_does_not_take_goes_back_to_the_prompt() {
    Stage stage = Stage.withBob().slowDisk().send("Hello");
    stage.with(new Input.Failed(1, "the outbox is full"));
    assertThat(stage.prompt()).isEqualTo("Hello");
    assertThat(stage.lastRow()).contains("the outbox is full");
  }

  @Test
  void during_an_outage_messages_stay_in_their_conversation() {
    Stage stage = Stage.withBob().send("one").send("two").send("three");
    stage.with(new Input.LinkLost("chat-0", "connection lost"));
    stage.with(new Input.Undecided(1, "no answer"));
    stage.with(new Input.Trouble("no node could take it"));
    assertThat(stage.prompt()).isEmpty();
    assertThat(stage.rowWith("one")).endsWith("?");
    assertThat(stage.rowWith("two")).endsWith("…");
    assertThat(stage.rowWith("three")).endsWith("…");
  }

  @Test
  void an_answer_may_come_before_the_word_of_the_disk() {
    Stage stage = Stage.withBob().slowDisk().send("Hello");
    stage.with(new Input.Acknowledged(1, 1, Stage.MORNING)).with(new Input.Stored(1));
    assertThat(stage.rowWith("Hello")).endsWith("✓");
  }

  @Test
  void a_refused_message_stays_with_the_reason_until_it_is_recalled() {
    Stage stage = Stage.withBob().send("Hello");
    stage.with(new Input.Refused(1, "bob blocks you"));
    assertThat(stage.rowWith("Hello")).endsWith("!");
    assertThat(stage.rowWith("not sent: bob blocks you")).contains("/recall");
    assertThat(stage.prompt()).isEmpty();
    assertThat(stage.asked(Request.Drop.class)).isEmpty();

    stage.send("/recall");
    assertThat(stage.prompt()).isEqualTo("Hello");
    assertThat(stage.asked(Request.Drop.class)).containsExactly(new Request.Drop(1));
    assertThat(stage.seen()).doesNotContain("not sent: bob blocks you");
  }

  @Test
  void what_another_process_sent_or_dropped_is_not_shown_as_waiting() {
    Stage stage = Stage.withBob().with(new Input.Waiting(-1, "bob", "from before", Stage.MORNING));
    stage.with(new Input.Elsewhere(-1));
    assertThat(stage.seen()).doesNotContain("from before");
  }
}

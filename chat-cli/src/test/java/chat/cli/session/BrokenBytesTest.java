package chat.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bytes that are not UTF-8 reach the screen as lone surrogates; no text with one leaves it. */
class BrokenBytesTest {
  private static final String BROKEN = "h\udce9llo";

  @Test
  void a_text_with_a_byte_that_is_not_utf_8_is_shown_and_not_sent() {
    Stage stage = Stage.withBob().forgetAsked().send(BROKEN);
    assertThat(stage.asked()).isEmpty();
    assertThat(stage.rowWith("h\ufffdllo")).contains("bob");
    assertThat(stage.lastRow()).contains("not UTF-8").contains("nothing is sent");
    assertThat(stage.seen()).doesNotContain("\udce9");
  }

  @Test
  void it_is_sent_once_the_byte_is_deleted() {
    Stage stage = Stage.withBob().forgetAsked().send(BROKEN);
    stage.press(Key.LEFT, Key.LEFT, Key.LEFT, Key.BACKSPACE, Key.ENTER);
    assertThat(stage.asked(Request.Send.class)).containsExactly(new Request.Send(1, "bob", "hllo"));
  }

  @Test
  void a_command_with_one_is_not_obeyed_and_no_name_with_one_is_looked_up() {
    Stage stage = Stage.withBob().forgetAsked().send("/open c\udce9");
    assertThat(stage.asked()).isEmpty();
    stage.press(Key.TAB);
    assertThat(stage.asked()).isEmpty();
    assertThat(stage.lastRow()).contains("not UTF-8");
  }

  @Test
  void a_paste_with_one_is_not_sent_and_the_text_typed_before_stays() {
    Stage stage = Stage.withBob().forgetAsked().type("before ");
    stage.with(new Input.Pasted("a\udcffb")).press(Key.ENTER);
    assertThat(stage.asked()).isEmpty();
    assertThat(stage.prompt()).startsWith("before ");
  }

  @Test
  void a_replacement_character_that_somebody_typed_is_sent() {
    Stage stage = Stage.withBob().forgetAsked().send("\ufffd");
    assertThat(stage.asked(Request.Send.class))
        .containsExactly(new Request.Send(1, "bob", "\ufffd"));
  }
}

package chat.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The screen when the cluster behind it was restored while it was open. */
class RestoredTest {
  private static Stage restored() {
    return Stage.withBob()
        .hear(1, "bob", "kept by the backup")
        .hear(2, "bob", "lost with the rest")
        .with(new Input.LinkLost("chat-0", "connection lost"))
        .forgetAsked()
        .with(new Input.OtherCluster())
        .with(new Input.LinkBack("chat-0", 1, "2 s"))
        .with(new Input.CaughtUp());
  }

  @Test
  void what_it_showed_is_asked_for_anew_and_its_user_is_told() {
    Stage stage = restored();
    assertThat(stage.asked(Request.AskConversations.class)).isNotEmpty();
    assertThat(stage.asked(Request.Load.class)).containsExactly(new Request.Load("bob", 0));
    assertThat(stage.lastRow()).contains("restored");

    stage.with(
        new Input.Page("bob", List.of(Stage.message(1, "bob", "kept by the backup")), false));
    assertThat(stage.seen()).contains("kept by the backup").doesNotContain("lost with the rest");
  }

  @Test
  void what_is_being_written_and_what_is_on_its_way_stays() {
    Stage stage = Stage.withBob().send("on its way").type("half a");
    stage.with(new Input.OtherCluster()).with(new Input.CaughtUp());
    stage.with(new Input.Page("bob", List.of(), false));
    assertThat(stage.seen()).contains("on its way");
    assertThat(stage.prompt()).isEqualTo("half a");
  }

  @Test
  void conversations_that_the_backup_does_not_have_are_gone() {
    Stage stage =
        Stage.withBob()
            .with(new Input.Arrived(Stage.message(1, "carol", "hi")))
            .with(new Input.OtherCluster())
            .with(new Input.CaughtUp());
    assertThat(stage.seen()).contains("bob").doesNotContain("carol");
  }
}

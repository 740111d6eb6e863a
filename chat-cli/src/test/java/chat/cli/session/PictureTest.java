package chat.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.output.DisplayWidth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the screen is laid out at every size. */
class PictureTest {
  private static final String FAMILY = "👨‍👩‍👧‍👦";

  private static Stage talkative(int columns, int rows) {
    Stage stage = new Stage(columns, rows).with(new Input.CaughtUp());
    stage.hear(1, "bob", "漢字 and " + FAMILY + " and 🇩🇪 flags, ".repeat(6));
    stage.hear(2, "bob", "https://example.org/" + "x".repeat(200));
    stage.hear(3, "carol-with-a-very-long-name-indeed", "hi");
    stage.send("/open bob").with(new Input.Page("bob", List.of(), false));
    return stage.send("my own words").type("being written 日本語 " + FAMILY);
  }

  @Test
  void every_size_gives_as_many_rows_as_there_are_and_none_too_wide() {
    for (int columns = 1; columns <= 130; columns++) {
      for (int rows = 1; rows <= 30; rows += 3) {
        Picture picture = talkative(columns, rows).picture();
        assertThat(picture.rows()).hasSize(rows);
        for (String row : picture.text()) {
          assertThat(DisplayWidth.of(row)).as("%d columns: %s", columns, row).isBetween(0, columns);
        }
        assertThat(picture.cursorRow()).isBetween(0, rows - 1);
        assertThat(picture.cursorColumn()).isBetween(0, columns - 1);
      }
    }
  }

  @Test
  void pieces_of_a_row_never_lie_over_each_other() {
    for (int columns = View.LEAST_COLUMNS; columns <= 130; columns++) {
      for (Picture.Row row : talkative(columns, 24).picture().rows()) {
        int end = 0;
        for (Picture.Piece piece : row.pieces()) {
          assertThat(piece.column()).as("%d columns: %s", columns, row).isGreaterThanOrEqualTo(end);
          end = piece.end();
        }
      }
    }
  }

  @Test
  void a_wide_terminal_shows_list_messages_prompt_and_help() {
    Stage stage = new Stage(72, 12).with(new Input.CaughtUp());
    stage.with(new Input.Cluster("chat-0", "chat-0", 1, 3));
    stage.hear(1, "carol", "later");
    stage.hear(1, "bob", "Shall we meet at noon? At the place on the corner, I mean.");
    stage.send("/open bob").with(new Input.Page("bob", List.of(), false));
    stage.send("Yes").with(new Input.Acknowledged(1, 2, Stage.MORNING + 2 * Stage.MINUTE));
    assertThat(stage.seen())
        .isEqualTo(
            """
            chat  alice  1 unread                                  ● chat-0, epoch 1
            ────────────────┬─ bob ─────────────────────────────────────────────────
            ▸ bob           │        the beginning of your messages with bob
              carol       1 │
                            │ ─────────────── Sat 21 November 2026 ────────────────
                            │ ──────────────────────── new ────────────────────────
                            │ 09:01 bob   Shall we meet at noon? At the place on
                            │             the corner, I mean.
                            │ 09:02 alice Yes                                     ✓
            ────────────────┴───────────────────────────────────────────────────────
            bob ›
            Enter sends · /help · Tab completes · PgUp older · Ctrl-N next""");
  }

  @Test
  void a_narrow_terminal_leaves_out_the_list_and_the_time() {
    Stage stage = new Stage(34, 9).with(new Input.CaughtUp());
    stage.hear(1, "bob", "Shall we meet at noon?");
    stage.send("/open bob").with(new Input.Page("bob", List.of(), true));
    assertThat(stage.seen())
        .isEqualTo(
            """
            chat  alice            ● connected
            ─ bob ────────────────────────────

            ───── Sat 21 November 2026 ──────
            ────────────── new ──────────────
            bob Shall we meet at noon?
            ──────────────────────────────────
            bob ›
            Enter sends · /help""");
  }

  @Test
  void a_resize_keeps_the_message_that_was_looked_at() {
    Stage stage = Stage.live().send("/open bob");
    stage.with(new Input.Page("bob", Stage.many(1, 100), false));
    stage.press(Key.PAGE_UP, Key.PAGE_UP, Key.PAGE_UP);
    String bottom = stage.row(12);
    assertThat(bottom).contains("line ");
    String line = bottom.substring(bottom.indexOf("line "));
    stage.with(new Input.Resized(120, 30));
    assertThat(stage.picture().text().get(26)).endsWith(line);
  }

  @Test
  void a_long_text_in_the_prompt_scrolls_within_a_third_of_the_screen() {
    Stage stage = Stage.withBob();
    stage.with(new Input.Pasted("a\n".repeat(40) + "the end"));
    List<String> text = stage.picture().text();
    assertThat(text.get(text.size() - 2)).contains("the end");
    assertThat(text.stream().filter(r -> r.startsWith("↑"))).hasSize(1);
    assertThat(stage.picture().cursorRow()).isEqualTo(14);
  }

  @Test
  void the_cursor_stands_behind_wide_characters() {
    Stage stage = Stage.withBob().type("日本");
    assertThat(stage.picture().cursorColumn()).isEqualTo("bob › ".length() + 4);
    stage.press(Key.LEFT);
    assertThat(stage.picture().cursorColumn()).isEqualTo("bob › ".length() + 2);
    stage.press(Key.BACKSPACE);
    assertThat(stage.prompt()).isEqualTo("本");
  }
}

package chat.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.ChatEvent;
import chat.cli.client.ChatMessage;
import chat.cli.client.GroupCalls;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the screen does, without a terminal and without a server. */
class SessionTest {
  @Test
  void enter_sends_what_was_typed_and_shows_it_as_pending() {
    Stage stage = Stage.withBob().send("Hello");
    assertThat(stage.asked(Request.Send.class))
        .containsExactly(new Request.Send(1, "bob", "Hello"));
    assertThat(stage.rowWith("Hello")).endsWith("…");
    assertThat(stage.prompt()).isEmpty();
  }

  @Test
  void a_message_goes_from_pending_over_sent_and_delivered_to_read() {
    Stage stage = Stage.withBob().send("Hello");
    stage.with(new Input.Acknowledged(1, 1, Stage.MORNING));
    assertThat(stage.rowWith("Hello")).endsWith(" ✓").contains("09:00");
    stage.with(new Input.Told(new ChatEvent.Receipt("alice:bob", "bob", 1, 0)));
    assertThat(stage.rowWith("Hello")).endsWith(" ✓✓");
    stage.with(new Input.Told(new ChatEvent.Receipt("alice:bob", "bob", 1, 1)));
    assertThat(stage.rowWith("Hello")).endsWith(" ✔✔");
  }

  @Test
  void a_message_of_mine_that_the_stream_brings_before_its_answer_is_shown_once() {
    Stage stage = Stage.withBob().send("Hello").hear(1, "alice", "Hello");
    stage.with(new Input.Acknowledged(1, 1, Stage.MORNING));
    assertThat(stage.picture().text().stream().filter(r -> r.contains("Hello"))).hasSize(1);
  }

  @Test
  void text_that_failed_comes_back_to_the_prompt() {
    Stage stage = Stage.withBob().send("Hello");
    stage.with(new Input.Failed(1, "bob's mailbox is full"));
    assertThat(stage.prompt()).isEqualTo("Hello");
    assertThat(stage.lastRow())
        .isEqualTo("not sent; the text is back in the prompt (bob's mailbox is full)");
  }

  @Test
  void text_that_failed_never_overwrites_what_is_being_written() {
    Stage stage = Stage.withBob().send("Hello").type("And then");
    stage.with(new Input.Failed(1, "no"));
    assertThat(stage.prompt()).isEqualTo("And then");
    stage.press(Key.UP);
    assertThat(stage.prompt()).isEqualTo("Hello");
    stage.press(Key.DOWN);
    assertThat(stage.prompt()).isEqualTo("And then");
  }

  @Test
  void text_that_failed_never_comes_into_the_prompt_of_somebody_else() {
    Stage stage = Stage.withBob().send("for bob only").send("/open carol");
    stage.with(new Input.Failed(1, "no"));
    assertThat(stage.prompt()).isEmpty();
    assertThat(stage.lastRow()).contains("bob's prompt");
    stage.send("/open bob");
    assertThat(stage.prompt()).isEqualTo("for bob only");
  }

  @Test
  void a_message_of_unknown_fate_stays_and_is_not_offered_again() {
    Stage stage = Stage.withBob().send("Hello");
    stage.with(new Input.Undecided(1, "no answer"));
    assertThat(stage.rowWith("Hello")).endsWith("?");
    assertThat(stage.prompt()).isEmpty();
  }

  @Test
  void what_an_earlier_run_left_is_shown_as_pending() {
    Stage stage = Stage.withBob().with(new Input.Waiting(-1, "bob", "from before", Stage.MORNING));
    assertThat(stage.rowWith("from before")).endsWith("…");
    stage.with(new Input.Acknowledged(-1, 1, Stage.MORNING));
    assertThat(stage.rowWith("from before")).endsWith("✓");
  }

  @Test
  void too_many_messages_on_their_way_are_refused_and_the_text_stays() {
    Stage stage = Stage.withBob();
    for (int i = 0; i < Dispatch.WAITING_LIMIT; i++) {
      stage.send("text " + i);
    }
    stage.send("one more");
    assertThat(stage.prompt()).isEqualTo("one more");
    assertThat(stage.asked(Request.Send.class)).hasSize(Dispatch.WAITING_LIMIT);
  }

  @Test
  void unread_messages_are_counted_until_their_conversation_is_looked_at() {
    Stage stage = Stage.live().hear(1, "bob", "one").hear(2, "bob", "two");
    assertThat(stage.rowWith("bob")).contains("2");
    assertThat(stage.row(0)).contains("2 unread");
    stage.send("/open bob").with(new Input.Page("bob", List.of(), false));
    assertThat(stage.asked(Request.MarkRead.class)).containsExactly(new Request.MarkRead("bob", 2));
    assertThat(stage.row(0)).doesNotContain("unread");
    assertThat(stage.seen()).contains("─ new ─");
  }

  @Test
  void nothing_is_marked_as_read_while_nobody_looks() {
    Stage stage = Stage.withBob().with(new Input.Focused(false)).hear(1, "bob", "psst");
    assertThat(stage.asked(Request.MarkRead.class)).isEmpty();
    assertThat(stage.asked()).contains(new Request.Ring());
    stage.with(new Input.Focused(true));
    assertThat(stage.asked(Request.MarkRead.class)).containsExactly(new Request.MarkRead("bob", 1));
  }

  @Test
  void messages_that_were_read_elsewhere_are_not_unread_here() {
    Stage stage = Stage.live().hear(1, "bob", "one");
    stage.with(new Input.Told(new ChatEvent.Receipt("alice:bob", "alice", 1, 1)));
    assertThat(stage.row(0)).doesNotContain("unread");
  }

  @Test
  void opening_a_name_that_nobody_has_says_so_and_leaves_nothing_behind() {
    Stage stage = Stage.live().send("/open nobody");
    stage.with(new Input.PageFailed("nobody", Input.PageFailed.Reason.UNKNOWN, "USER_NOT_FOUND"));
    assertThat(stage.lastRow()).contains("nobody is called nobody");
    assertThat(stage.seen()).contains("No conversations yet.");
  }

  @Test
  void opening_what_can_be_no_name_says_why_and_leaves_nothing_behind() {
    Stage stage = Stage.withBob().hear(1, "bob", "hi there").send("/open Bob!");
    stage.with(
        new Input.PageFailed("Bob!", Input.PageFailed.Reason.REFUSED, "a name has other letters"));
    assertThat(stage.lastRow()).isEqualTo("Bob! can't be opened: a name has other letters");
    assertThat(stage.seen()).contains("hi there");
    assertThat(stage.row(3)).doesNotContain("Bob!");
  }

  @Test
  void a_group_that_there_is_not_is_not_opened() {
    Stage stage = Stage.withBob().forgetAsked().send("/open #lunch");
    assertThat(stage.lastRow()).isEqualTo("none of your groups is called #lunch");
    assertThat(stage.asked()).isEmpty();
    assertThat(stage.rowWith("bob ›")).isNotEmpty();
  }

  @Test
  void a_group_that_is_asked_for_before_the_groups_are_known_is_opened_then() {
    Stage stage = new Stage(80, 16).send("/open #lunch").with(new Input.CaughtUp());
    assertThat(stage.asked(Request.Load.class)).isEmpty();
    stage.with(new Input.Told(new ChatEvent.GroupChanged(lunch("alice", "bob"), false)));
    stage.with(new Input.Known(List.of()));
    assertThat(stage.asked(Request.Load.class)).containsExactly(new Request.Load("#7", 0));
    assertThat(stage.rowWith("#lunch ›")).isNotEmpty();
  }

  @Test
  void before_a_node_answered_nothing_is_said_of_what_there_is() {
    Stage stage = new Stage(80, 16);
    assertThat(stage.seen()).contains("loading …").doesNotContain("No conversations yet.");
    stage.with(new Input.LinkLost("chat-0", "connection refused"));
    assertThat(stage.seen()).contains("No node answers.");
    stage.send("/open bob");
    assertThat(stage.seen()).contains("No node answers.").doesNotContain("loading …");
    stage.with(new Input.CaughtUp()).with(new Input.Page("bob", List.of(), false));
    assertThat(stage.seen()).contains("Nothing was said here yet.");
  }

  @Test
  void what_went_wrong_stays_in_view_while_somebody_writes_on() {
    Stage stage = Stage.withBob().send("Hello").type("And th");
    stage.with(new Input.Failed(1, "no"));
    stage.type("e").press(Key.BACKSPACE).type("en");
    assertThat(stage.lastRow()).isEqualTo("not sent; Up brings the text back (no)");
    stage.press(Key.UP);
    assertThat(stage.prompt()).isEqualTo("Hello");
    assertThat(stage.lastRow()).startsWith("Enter sends");
  }

  @Test
  void scrolling_up_asks_for_older_messages_and_new_ones_do_not_move_the_view() {
    Stage stage = Stage.live().send("/open bob");
    stage.with(new Input.Page("bob", Stage.many(101, 20), true)).forgetAsked();
    stage.press(Key.PAGE_UP, Key.PAGE_UP);
    assertThat(stage.asked(Request.Load.class)).containsExactly(new Request.Load("bob", 101));
    stage.with(new Input.Page("bob", Stage.many(91, 10), true));
    String before = stage.row(4);
    stage.hear(121, "bob", "news");
    assertThat(stage.row(4)).isEqualTo(before);
    assertThat(stage.seen()).contains("1 new below").doesNotContain("news");
    stage.press(Key.ESCAPE);
    assertThat(stage.seen()).contains("news");
  }

  @Test
  void the_beginning_of_a_conversation_is_said() {
    Stage stage = Stage.live().send("/open bob");
    stage.with(new Input.Page("bob", Stage.many(1, 3), false));
    assertThat(stage.seen()).contains("the beginning of your messages with bob");
  }

  @Test
  void a_lost_connection_is_shown_and_so_is_its_return() {
    Stage stage = Stage.live().with(new Input.LinkLost("chat-0", "connection lost"));
    assertThat(stage.row(0)).contains("○ lost chat-0");
    stage.with(new Input.LinkBack("chat-1", 7, "0.4 s"));
    assertThat(stage.row(0)).endsWith("● chat-1, epoch 7");
    assertThat(stage.lastRow()).isEqualTo("back via chat-1, epoch 7, after 0.4 s");
    stage.type("x");
    assertThat(stage.lastRow()).contains("Enter sends");
  }

  @Test
  void a_paste_of_several_lines_is_one_message() {
    Stage stage = Stage.withBob().with(new Input.Pasted("one\r\ntwo\rthree"));
    assertThat(stage.asked(Request.Send.class)).isEmpty();
    assertThat(stage.rowWith("bob ›")).contains("one");
    assertThat(stage.seen()).contains("two").contains("three");
    stage.press(Key.ENTER);
    assertThat(stage.asked(Request.Send.class))
        .containsExactly(new Request.Send(1, "bob", "one\ntwo\nthree"));
  }

  @Test
  void control_characters_of_others_reach_no_terminal() {
    Stage stage = Stage.withBob().hear(1, "bob", "\u001b[2Jgone\u0007");
    assertThat(stage.seen()).doesNotContain("\u001b").doesNotContain("\u0007").contains("gone");
  }

  @Test
  void tab_completes_commands_and_names() {
    Stage stage = Stage.live().hear(1, "bob", "x").hear(1, "bobby", "y");
    stage.type("/op").press(Key.TAB);
    assertThat(stage.prompt()).isEqualTo("/open ");
    stage.type("b").press(Key.TAB);
    assertThat(stage.prompt()).isEqualTo("/open bob");
    assertThat(stage.lastRow()).isEqualTo("bob  bobby");
    stage.with(new Input.Users("b*", List.of("bob", "bobby", "bobo")));
    assertThat(stage.lastRow()).isEqualTo("bob  bobby  bobo");
  }

  @Test
  void two_slashes_begin_a_message_with_a_slash() {
    Stage stage = Stage.withBob().send("//etc/hosts");
    assertThat(stage.asked(Request.Send.class))
        .containsExactly(new Request.Send(1, "bob", "/etc/hosts"));
  }

  @Test
  void a_command_that_is_not_known_stays_in_the_prompt() {
    Stage stage = Stage.withBob().send("/opne bob");
    assertThat(stage.prompt()).isEqualTo("/opne bob");
    assertThat(stage.lastRow()).contains("there is no /opne");
  }

  @Test
  void help_lies_over_the_messages_until_escape() {
    Stage stage = Stage.withBob().hear(1, "bob", "hi there").send("/help");
    assertThat(stage.seen()).contains("Commands").doesNotContain("hi there");
    stage.press(Key.ESCAPE);
    assertThat(stage.seen()).contains("hi there");
  }

  @Test
  void ctrl_c_empties_the_prompt_first_and_leaves_only_when_repeated() {
    Stage stage = Stage.withBob().type("half a thought").press(Key.INTERRUPT);
    assertThat(stage.prompt()).isEmpty();
    stage.press(Key.INTERRUPT);
    assertThat(stage.asked(Request.Leave.class)).isEmpty();
    stage.press(Key.INTERRUPT);
    assertThat(stage.asked(Request.Leave.class)).hasSize(1);
  }

  @Test
  void what_is_kept_in_memory_is_bounded_and_can_be_loaded_again() {
    Stage stage = Stage.withBob();
    for (int seq = 1; seq <= Conversation.KEPT + 50; seq++) {
      stage.hear(seq, "bob", "line " + seq);
    }
    stage.forgetAsked();
    for (int i = 0; i < 200; i++) {
      stage.press(Key.PAGE_UP);
    }
    assertThat(stage.asked(Request.Load.class)).containsExactly(new Request.Load("bob", 51));
  }

  private static GroupCalls.Group lunch(String... members) {
    return new GroupCalls.Group(
        "#7",
        "lunch",
        Stage.MORNING,
        Stream.of(members).map(m -> new GroupCalls.Member(m, m.equals("alice"))).toList());
  }

  @Test
  void a_group_is_shown_and_opened_by_its_name_and_sent_to_by_its_id() {
    Stage stage =
        Stage.live()
            .with(
                new Input.Told(new ChatEvent.GroupChanged(lunch("alice", "bob", "carol"), false)));
    assertThat(stage.seen()).contains("#lunch");
    stage.send("/open #lunch").with(new Input.Page("#7", List.of(), false)).send("At noon?");
    assertThat(stage.asked(Request.Send.class))
        .containsExactly(new Request.Send(1, "#7", "At noon?"));
  }

  @Test
  void a_message_in_a_group_is_read_when_all_have_read_it() {
    Stage stage =
        Stage.live()
            .with(
                new Input.Told(new ChatEvent.GroupChanged(lunch("alice", "bob", "carol"), false)));
    stage.send("/open #lunch").with(new Input.Page("#7", List.of(), false)).send("At noon?");
    stage.with(new Input.Acknowledged(1, 1, Stage.MORNING));
    stage.with(new Input.Told(new ChatEvent.Receipt("#7", "bob", 1, 1)));
    assertThat(stage.rowWith("At noon?")).endsWith(" ✓");
    stage.with(new Input.Told(new ChatEvent.Receipt("#7", "carol", 1, 0)));
    assertThat(stage.rowWith("At noon?")).endsWith(" ✓✓");
    stage.with(new Input.Told(new ChatEvent.Receipt("#7", "carol", 1, 1)));
    assertThat(stage.rowWith("At noon?")).endsWith(" ✔✔");
  }

  @Test
  void who_is_put_out_of_a_group_sees_it_no_more() {
    Stage stage =
        Stage.live().with(new Input.Told(new ChatEvent.GroupChanged(lunch("alice"), false)));
    stage.with(new Input.Told(new ChatEvent.GroupChanged(lunch(), true)));
    assertThat(stage.seen()).contains("No conversations yet.");
    assertThat(stage.lastRow()).isEqualTo("you are no longer in #lunch");
  }

  @Test
  void deleted_messages_are_forgotten() {
    Stage stage = Stage.withBob().hear(1, "bob", "one").hear(2, "bob", "two");
    stage.with(
        new Input.Told(
            new ChatEvent.Deletion("alice:bob", "bob", List.of(1L), true, Stage.MORNING)));
    assertThat(stage.seen()).doesNotContain("one").contains("two");
  }

  @Test
  void what_a_deleted_account_never_got_is_marked_as_undeliverable() {
    Stage stage = Stage.withBob().send("one").send("two");
    stage.with(new Input.Acknowledged(1, 1, Stage.MORNING));
    stage.with(new Input.Acknowledged(2, 2, Stage.MORNING));
    stage.with(
        new Input.Told(new ChatEvent.AccountDeleted("bob", "alice:bob", 1, 1, Stage.MORNING)));
    assertThat(stage.rowWith("one")).doesNotEndWith("✗");
    assertThat(stage.rowWith("two")).endsWith("✗");
    assertThat(stage.lastRow()).isEqualTo("bob deleted the account; undeliverable: 1");
  }

  @Test
  void what_the_server_counted_as_unread_is_not_counted_again() {
    Stage stage = Stage.live().hear(9, "bob", "came while the list was asked for");
    stage.with(new Input.Known(List.of(new Input.Summary("bob", "bob", 9, 4, 5))));
    assertThat(stage.row(0)).contains("5 unread");
    stage.hear(10, "bob", "and one more");
    assertThat(stage.row(0)).contains("6 unread");
    stage.send("/open bob").with(new Input.Page("bob", List.of(), true));
    assertThat(stage.asked(Request.MarkRead.class))
        .containsExactly(new Request.MarkRead("bob", 10));
    assertThat(stage.row(0)).doesNotContain("unread");
  }

  @Test
  void conversations_are_asked_for_once_the_stream_has_begun() {
    Stage stage = new Stage(80, 16);
    assertThat(stage.asked()).isEmpty();
    stage.with(new Input.CaughtUp());
    assertThat(stage.asked(Request.AskConversations.class)).hasSize(1);
    stage.with(new Input.Known(List.of(new Input.Summary("bob", "bob", 9, 4, 5))));
    stage.forgetAsked().with(new Input.LinkBack("chat-1", 2, "1 s"));
    assertThat(stage.asked()).isEmpty();
    assertThat(stage.rowWith("bob")).contains("5");
  }

  @Test
  void what_is_opened_before_the_stream_has_begun_is_loaded_after_it() {
    Stage stage = new Stage(80, 16).send("/open bob");
    assertThat(stage.asked(Request.Load.class)).isEmpty();
    assertThat(stage.seen()).contains("loading");
    stage.with(new Input.CaughtUp());
    assertThat(stage.asked(Request.Load.class)).containsExactly(new Request.Load("bob", 0));
  }

  @Test
  void a_conversation_in_which_something_came_meanwhile_is_loaded_below_that() {
    Stage stage = Stage.live().hear(7, "bob", "the seventh").send("/open bob");
    assertThat(stage.asked(Request.Load.class)).containsExactly(new Request.Load("bob", 7));
    stage.with(new Input.Page("bob", Stage.many(1, 6), false));
    assertThat(stage.seen()).contains("line 6").contains("the seventh");
  }

  @Test
  void new_messages_begin_with_the_first_of_another() {
    Stage stage = Stage.live();
    stage.with(new Input.Known(List.of(new Input.Summary("bob", "bob", 3, 1, 1))));
    stage.send("/open bob");
    stage.with(
        new Input.Page(
            "bob",
            List.of(
                Stage.message(1, "bob", "seen"),
                Stage.message(2, "alice", "my own"),
                Stage.message(3, "bob", "not seen")),
            false));
    List<String> rows = stage.picture().text();
    int rule = rows.indexOf(stage.rowWith(" new "));
    assertThat(rows.get(rule - 1)).contains("my own");
    assertThat(rows.get(rule + 1)).contains("not seen");
  }

  @Test
  void where_new_messages_begin_is_not_shown_before_they_are_loaded() {
    Stage stage = Stage.live();
    stage.with(new Input.Known(List.of(new Input.Summary("bob", "bob", 20, 4, 16))));
    stage.send("/open bob").with(new Input.Page("bob", Stage.many(15, 6), true));
    assertThat(stage.seen()).contains("line 20").doesNotContain(" new ");
  }

  @Test
  void what_was_read_elsewhere_in_part_is_counted_by_the_server() {
    Stage stage = Stage.live();
    stage.with(new Input.Known(List.of(new Input.Summary("bob", "bob", 9, 4, 5)))).forgetAsked();
    stage.with(new Input.Told(new ChatEvent.Receipt("alice:bob", "alice", 6, 6)));
    assertThat(stage.asked(Request.AskConversations.class)).hasSize(1);
    stage.with(new Input.Known(List.of(new Input.Summary("bob", "bob", 9, 6, 3))));
    assertThat(stage.row(0)).contains("3 unread");
    stage.forgetAsked();
    stage.with(new Input.Told(new ChatEvent.Receipt("alice:bob", "alice", 9, 9)));
    assertThat(stage.asked()).isEmpty();
    assertThat(stage.row(0)).doesNotContain("unread");
  }

  @Test
  void who_asks_for_nobody_is_back_where_they_were() {
    Stage stage = Stage.withBob().hear(1, "bob", "hi there").send("/open nobody");
    stage.with(
        new Input.PageFailed("nobody", Input.PageFailed.Reason.UNKNOWN, "there is no user nobody"));
    assertThat(stage.lastRow()).isEqualTo("nobody is called nobody; see /users");
    assertThat(stage.rowWith("bob ›")).isNotEmpty();
    assertThat(stage.seen()).contains("hi there");
  }

  @Test
  void what_was_found_in_a_group_names_the_group() {
    Stage stage = Stage.live().with(new Input.Told(new ChatEvent.GroupChanged(lunch(), false)));
    ChatMessage noon =
        new ChatMessage("#7", 1, "#7/1", "bob", "#7", "noon", Stage.MORNING, false, false, false);
    stage.with(new Input.Found("noon", List.of(noon)));
    assertThat(stage.seen()).contains("bob → #lunch");
  }

  @Test
  void a_panel_that_goes_on_below_says_so() {
    Stage stage = Stage.live().send("/help");
    assertThat(stage.seen()).contains("PgDn: more; Esc: back");
    stage.with(new Input.Resized(120, 60));
    assertThat(stage.seen()).contains("─ Esc: back").doesNotContain("PgDn: more");
  }
}

package chat.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.FakeChat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Text arrives as it was typed, or is refused, in every locale. */
class TextAsTypedTest extends FakeCluster {
  private static final List<Map<String, String>> LOCALES =
      List.of(
          Map.of(),
          Map.of("LC_ALL", "C"),
          Map.of("LANG", "POSIX"),
          Map.of("LC_ALL", "C.UTF-8"),
          Map.of("LANG", "xx_YY.UTF-8"));

  /** U+FFFD may be typed like any other character. */
  private static final String TEXT = "héllo €𝄞 \ufffd ⏎";

  @Test
  void arguments_arrive_as_they_were_typed_in_every_locale() throws Exception {
    for (Map<String, String> locale : LOCALES) {
      ChatProcess here = new ChatProcess(folder, node);
      locale.forEach(here::with);
      int before = node.texts().size();
      assertThat(here.run("chat send bob '%s'".formatted(TEXT)).exitCode()).isZero();
      assertThat(here.run("chat-without-launcher send bob '%s'".formatted(TEXT)).exitCode())
          .isZero();
      assertThat(node.texts().subList(before, node.texts().size()))
          .as("%s", locale)
          .containsExactly(TEXT, TEXT);
    }
  }

  @Test
  void without_a_locale_names_searches_and_paths_are_those_that_were_typed() throws Exception {
    chat.with("LC_ALL", "C");
    chat.run("chat group create 'Grüße'");
    chat.run("chat search '\"schöne Grüße\"'");
    assertThat(node.texts()).containsExactly("Grüße", "\"schöne Grüße\"");
    node.backsUp(FakeChat.utf8("the state"), false);
    ChatProcess.Outcome outcome = chat.run("chat backup 'Übung/Sicherung.chat'");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("there is no folder for").contains("Übung/Sicherung.chat");
    assertThat(chat.run("mkdir Übung; chat backup 'Übung/Sicherung.chat'").exitCode()).isZero();
    // The shell sees the bytes of the name, whatever this JVM's locale is.
    assertThat(chat.run("cat 'Übung/Sicherung.chat'").out()).isEqualTo("the state");
  }

  @Test
  void an_argument_that_is_not_utf_8_is_refused_and_nothing_is_sent() throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      chat.with("LC_ALL", locale);
      for (String line :
          List.of(
              "chat send bob \"$(printf 'h\\351llo')\"",
              "chat group create \"$(printf '\\377')\"",
              "chat search \"$(printf '\\300\\200')\"",
              "chat backup \"$(printf 'x\\355\\240\\200')\"")) {
        ChatProcess.Outcome outcome = chat.run(line);
        assertThat(outcome.exitCode()).as(line).isEqualTo(2);
        assertThat(outcome.err()).as(line).contains("is not UTF-8 text");
      }
    }
    assertThat(node.texts()).isEmpty();
  }

  @Test
  void input_is_taken_as_it_is_or_refused() throws Exception {
    chat.with("LC_ALL", "C");
    assertThat(chat.run("chat send bob -", FakeChat.utf8("é\n\u2028")).exitCode()).isZero();
    assertThat(chat.run("chat send bob", FakeChat.utf8("two\n\n")).exitCode()).isZero();
    assertThat(
            chat.run("chat send bob - --lines --batch 1", FakeChat.utf8("ä\rb\r\n\n\ufffd"))
                .exitCode())
        .isZero();
    assertThat(node.texts()).containsExactly("é\n\u2028", "two\n", "ä\rb", "\ufffd");
    ChatProcess.Outcome whole = chat.run("chat send bob -", bytes("h\u00e9llo"));
    assertThat(whole.exitCode()).isEqualTo(2);
    assertThat(whole.err()).contains("the standard input is not UTF-8 text: its byte 2 is wrong");
    ChatProcess.Outcome lines =
        chat.run("chat send bob - --lines --batch 2", bytes("one\ntw\u00f6\n"));
    assertThat(lines.exitCode()).isEqualTo(2);
    assertThat(lines.err()).contains("line 2 of the standard input is not UTF-8 text");
    assertThat(node.texts()).last().isEqualTo("one");
  }

  @Test
  void passwords_are_those_that_were_given_or_refused() throws Exception {
    chat.with("LC_ALL", "C");
    Files.write(folder.resolve("good"), FakeChat.utf8("pässwort\r\nmore"));
    Files.write(folder.resolve("bad"), bytes("p\u00e4sswort\n"));
    assertThat(chat.run("chat login alice --password-file good").exitCode()).isZero();
    assertThat(
            chat.run("chat login alice --password-stdin", FakeChat.utf8("pässwort\n")).exitCode())
        .isZero();
    for (String line :
        List.of(
            "chat login alice --password-file bad",
            "chat login alice --password-stdin < bad",
            "chat passwd --password-stdin < bad")) {
      ChatProcess.Outcome outcome = chat.run(line);
      assertThat(outcome.exitCode()).as(line).isEqualTo(2);
      assertThat(outcome.err()).as(line).contains("is not UTF-8 text");
    }
    assertThat(node.passwords()).containsExactly("pässwort", "pässwort");
  }

  @Test
  void an_argument_is_never_the_name_of_a_file_with_the_text() throws Exception {
    Files.writeString(folder.resolve("one.txt"), "secret");
    for (String text : List.of("@one.txt", "@@x", "${sys:user.home}", "'quoted'", "\"quoted\"")) {
      int before = node.texts().size();
      assertThat(chat.run("chat send bob \"$TEXT\"").exitCode()).isEqualTo(2);
      chat.with("TEXT", text);
      assertThat(chat.run("chat send bob \"$TEXT\"").exitCode()).as(text).isZero();
      assertThat(node.texts().subList(before, node.texts().size())).containsExactly(text);
      chat.with("TEXT", "");
    }
  }

  @Test
  void behind_two_dashes_every_text_is_a_text() throws Exception {
    List<String> texts = List.of("-", "--", "--help", "-q", "@one.txt", "--lines");
    for (String text : texts) {
      assertThat(chat.with("TEXT", text).run("chat send bob -- \"$TEXT\"").exitCode())
          .as(text)
          .isZero();
    }
    assertThat(node.texts()).isEqualTo(texts);
  }

  @Test
  void a_folder_of_the_environment_that_is_not_utf_8_is_refused_and_no_other_is_made()
      throws Exception {
    for (String variable : List.of("HOME", "XDG_CONFIG_HOME")) {
      ChatProcess.Outcome outcome =
          chat.run(
              "export %s=$PWD/$(printf 'h\\351'); chat context add there 127.0.0.1:1"
                  .formatted(variable));
      assertThat(outcome.exitCode()).as(variable).isEqualTo(2);
      assertThat(outcome.err()).contains(variable + " is not UTF-8 text");
    }
    assertThat(chat.run("ls").out()).doesNotContain("h\ufffd");
  }

  @Test
  void output_is_utf_8_in_every_locale() throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      ChatProcess.Outcome outcome = chat.with("LC_ALL", locale).run("chat send 'ä' 'ö' 'ü'");
      assertThat(outcome.err()).contains("that is one word too many: ü");
    }
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}

package chat.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.profile.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What log-in and registration send beside name and password. */
class LoginTest extends FakeCluster {
  private static final String CODE = "the code of the operators";

  private int login(String name) throws Exception {
    return chat.run("echo secret | chat login %s --password-stdin".formatted(name)).exitCode();
  }

  @Test
  void a_device_that_has_a_session_of_the_account_says_so_and_no_other_does() throws Exception {
    node.isOf("cluster-a");
    assertThat(login("alice")).isZero(); // The test's own session names no cluster.
    Session held = chat.profile().requireSession();

    assertThat(login("alice")).isZero();
    assertThat(login("bob")).isZero();

    assertThat(node.devices()).hasSize(3);
    assertThat(node.devices().get(0)).isEmpty();
    assertThat(node.devices().get(1)).startsWith("Bearer ");
    assertThat(node.devices().get(2)).isEmpty();
    assertThat(chat.profile().requireSession().token()).isNotEqualTo(held.token());
  }

  @Test
  void another_cluster_does_not_get_the_token() throws Exception {
    node.isOf("cluster-a");
    login("alice");
    node.isOf("cluster-b");
    assertThat(login("alice")).isZero();
    assertThat(node.devices()).containsExactly("", "");
    assertThat(chat.profile().requireSession().cluster()).isEqualTo("cluster-b");
  }

  @Test
  void a_session_file_that_is_damaged_does_not_keep_anybody_out() throws Exception {
    Path file;
    try (Stream<Path> all = Files.walk(folder.resolve("state"))) {
      file = all.filter(f -> f.endsWith("session.json")).findAny().orElseThrow();
    }
    for (String damage : List.of("{ cut off", "{}", "{\"name\":\"alice\",\"token\":\"!\"}")) {
      Files.writeString(file, damage);
      ChatProcess.Outcome sent = chat.run("chat send bob text");
      assertThat(sent.exitCode()).isEqualTo(1);
      assertThat(sent.err()).contains("session.json is damaged");
      assertThat(login("alice")).isZero();
      assertThat(chat.profile().requireSession().name()).isEqualTo("alice");
    }
  }

  @Test
  void an_operator_code_comes_from_a_file_or_from_standard_input_behind_the_password()
      throws Exception {
    Files.writeString(folder.resolve("code"), CODE + "\n");
    for (String how :
        List.of(
            "printf 'secret\\n' | chat register op --password-stdin --operator-code-file code",
            "printf 'secret\\n%s\\n' '"
                + CODE
                + "' | chat register op --password-stdin --operator-code-stdin",
            "echo secret >password; echo '"
                + CODE
                + "' | chat register op --password-file password --operator-code-stdin")) {
      assertThat(chat.run(how).exitCode()).as(how).isZero();
    }
    assertThat(node.operatorCodes()).containsExactly(CODE, CODE, CODE);
    assertThat(node.passwords()).containsOnly("secret");
  }

  @Test
  void two_sources_of_the_operator_code_are_wrong_usage() throws Exception {
    ChatProcess.Outcome both =
        chat.run("echo x | chat register op --operator-code-stdin --operator-code-file code");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("exclude each other");
    assertThat(node.operatorCodes()).isEmpty();
  }
}

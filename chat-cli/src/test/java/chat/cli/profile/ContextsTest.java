package chat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.profile.Contexts.Target;
import chat.view.Address;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextsTest {
  private static final ContextName ALICE = new ContextName("alice");
  private static final ContextName PROD = new ContextName("prod");
  @TempDir Path folder;

  @Test
  void a_context_that_is_not_set_up_reaches_what_the_current_one_reaches() throws Exception {
    Contexts contexts = new Contexts(new Folders(folder, folder, folder));
    assertThat(contexts.findOrCurrent(ALICE)).isEmpty();
    Target local = new Target.Local(folder.resolve("elsewhere"));
    contexts.save(ContextName.LOCAL, local);
    assertThat(contexts.findOrCurrent(ALICE)).contains(local);
    Target direct = new Target.Direct(List.of(Address.parse("127.0.0.1:1")));
    contexts.save(PROD, direct);
    contexts.use(PROD);
    assertThat(contexts.findOrCurrent(ALICE)).contains(direct);
    contexts.save(ALICE, local);
    assertThat(contexts.findOrCurrent(ALICE)).contains(local);
  }

  @Test
  void a_release_on_kubernetes_is_found_again_by_name_and_by_what_it_is() throws Exception {
    Contexts contexts = new Contexts(new Folders(folder, folder, folder));
    Target.Kubernetes release = new Target.Kubernetes("kind-dev", "prod", "chat");
    contexts.save(PROD, release);
    assertThat(contexts.find(PROD)).contains(release);
    assertThat(contexts.named(release)).contains(PROD);
    assertThat(contexts.named(new Target.Kubernetes("kind-dev", "test", "chat"))).isEmpty();
    assertThat(contexts.delete(PROD)).isTrue();
    assertThat(contexts.find(PROD)).isEmpty();
  }

  @Test
  void a_release_without_a_context_always_has_the_same_profile_and_another_has_another() {
    ContextName name = ContextName.of(new Target.Kubernetes("kind-dev", "prod", "chat"));
    assertThat(ContextName.of(new Target.Kubernetes("kind-dev", "prod", "chat"))).isEqualTo(name);
    assertThat(ContextName.of(new Target.Kubernetes("other", "prod", "chat"))).isNotEqualTo(name);
    String longest = "n".repeat(63);
    assertThat(ContextName.of(new Target.Kubernetes("x", longest, longest)).value())
        .startsWith("kube-nnn");
  }
}

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
  @TempDir Path folder;

  @Test
  void a_context_that_is_not_set_up_reaches_the_cluster_of_this_machine() throws Exception {
    Contexts contexts = new Contexts(new Folders(folder, folder, folder));
    assertThat(contexts.findOrLocal(ALICE)).isEmpty();
    Target local = new Target.Local(folder.resolve("elsewhere"));
    contexts.save(ContextName.LOCAL, local);
    assertThat(contexts.findOrLocal(ALICE)).contains(local);
    Target direct = new Target.Direct(List.of(Address.parse("127.0.0.1:1")));
    contexts.save(ALICE, direct);
    assertThat(contexts.findOrLocal(ALICE)).contains(direct);
  }
}

package chat.cli.process;

import chat.cli.client.FakeChat;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of whole processes begin with: a folder, a node, and alice's command line. A test
 * whose process never ends fails.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init")
abstract class FakeCluster {
  @TempDir Path folder;
  FakeChat node;
  ChatProcess chat;

  @BeforeEach
  final void startNode() throws IOException {
    node = new FakeChat();
    chat = new ChatProcess(folder, node);
  }

  @AfterEach
  final void closeNode() {
    node.close();
  }
}

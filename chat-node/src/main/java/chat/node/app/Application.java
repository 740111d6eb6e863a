package chat.node.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;

/** Runs when the framework has opened the peer port; {@link Edge} ends the node. */
public final class Application implements QuarkusApplication {
  private static final int PORT_TAKEN = 3;

  @Override
  public int run(String... args) {
    Node node = Main.node();
    try {
      node.serveClients();
    } catch (IOException e) {
      System.err.println(
          "chat-node: The clients' port "
              + node.config().clientListen()
              + " can't be opened: "
              + e.getMessage());
      return PORT_TAKEN;
    }
    Quarkus.waitForExit();
    return 0;
  }
}

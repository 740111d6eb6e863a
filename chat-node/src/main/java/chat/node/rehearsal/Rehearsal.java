package chat.node.rehearsal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Lets two nodes and their controller live through what matters in a node's life: a chat led by the
 * first, a hand-over to the second and a chat that the first forwards, the second's death and a
 * chat that the first leads again. Then it goes on playing the API server until it is ended.
 *
 * <p>Arguments: the folder of the keys ({@code api.p12}), the API server's port, the two nodes'
 * addresses for clients. The second's process is named by the file {@code partner.pid} in the
 * folder.
 */
public final class Rehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int LED = 600;
  private static final int FORWARDED = 200;
  private static final int ALONE = 100;

  private Rehearsal() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    List<String> nodes = List.of(arguments[2], arguments[3]);
    try (TrainingApi api = new TrainingApi(folder.resolve("api.p12"), port);
        TrainingChat chat = new TrainingChat(nodes.getFirst(), PATIENCE)) {
      api.hold(Pods.of(nodes));
      System.out.println("api");
      chat.begin();
      chat.send(LED);
      chat.read();
      chat.handOverTo("chat-1");
      chat.send(FORWARDED);
      chat.read();
      long partner = Long.parseLong(Files.readString(folder.resolve("partner.pid")).strip());
      ProcessHandle.of(partner).ifPresent(ProcessHandle::destroyForcibly);
      chat.send(ALONE);
      System.out.println("rehearsed");
      Thread.sleep(PATIENCE);
    }
  }
}

package chat.node.app;

import chat.node.app.NodeConfig.InvalidConfigException;
import chat.node.grpc.ServiceCheck;
import chat.node.host.StoreFailure;
import chat.node.sqlite.DataFolderException;
import chat.view.Address;
import chat.view.ViewStoreException;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The process. What an operator can set right is one sentence on stderr and an exit code: 2 a
 * setting, 3 the data folder or the view's file. A node that must stop for good ends with 70. With
 * the arguments {@code check HOST:PORT} it is no node, but asks one whether the cluster serves;
 * with {@code restore FILE} it gives a node its data, see {@link RestoreRun}.
 */
@QuarkusMain
public final class Main {
  private static final int USAGE = 2;
  private static final int DATA = 3;
  private static final int PORT_TAKEN = 3;
  private static final int FATAL = 70;

  /** How long {@code check} asks: a cluster that was just installed elects its first primary. */
  private static final Duration CHECK_PATIENCE = Duration.ofSeconds(60);

  /** For what it saw to reach the log and whoever watches. */
  private static final long LAST_WORDS_MILLIS = 300;

  private static final AtomicReference<@Nullable Node> NODE = new AtomicReference<>();

  private Main() {}

  public static void main(String... args) {
    if (args.length == 2 && args[0].equals("check")) {
      check(args[1]);
    }
    if (args.length > 0 && args[0].equals("restore")) {
      List<String> arguments = List.of(args).subList(1, args.length);
      RestoreRun restore = new RestoreRun(System.in, System.out, System.err);
      Runtime.getRuntime().halt(restore.run(arguments, ConfigProvider.getConfig()));
    }
    // Nodes come back at new addresses. These are read at the first look-up.
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    try {
      NodeConfig config = NodeConfig.from(ConfigProvider.getConfig());
      Node node = new Node(config, new NodeMetrics(Metrics.globalRegistry), Main::fatal);
      NODE.set(node);
      serveClients(node);
      node.start();
    } catch (InvalidConfigException e) {
      refuse(USAGE, e.getMessage());
    } catch (DataFolderException e) {
      refuse(DATA, e.reason() + ": " + e.getMessage());
    } catch (ViewStoreException | StoreFailure e) {
      refuse(DATA, e.getMessage());
    }
    Quarkus.run(Application.class, args);
  }

  /**
   * Before anything else of the node runs. Once its peers reach it, it is soon in sync: then every
   * write waits for it, and it may be made primary. One that begins to serve only then, on a busy
   * machine seconds later, was a pause for everybody.
   */
  private static void serveClients(Node node) {
    try {
      node.serveClients();
    } catch (IOException e) {
      refuse(
          PORT_TAKEN,
          "The clients' port "
              + node.config().clientListen()
              + " can't be opened: "
              + e.getMessage());
    }
  }

  /** The node of this process. */
  static Node node() {
    Node node = NODE.get();
    if (node == null) {
      throw new IllegalStateException("no node was started");
    }
    return node;
  }

  /** Instead of being a node, asks at {@code address} whether a cluster serves; ends. */
  private static void check(String address) {
    try {
      ServiceCheck.Finding found = ServiceCheck.await(Address.parse(address), CHECK_PATIENCE);
      System.out.println(found.sentence());
      Runtime.getRuntime().halt(found.serving() ? 0 : 1);
    } catch (IllegalArgumentException e) {
      refuse(USAGE, e.getMessage());
    } catch (InterruptedException e) {
      refuse(1, "interrupted");
    }
  }

  private static void refuse(int code, @Nullable String sentence) {
    System.err.println("chat-node: " + sentence);
    Runtime.getRuntime().halt(code);
  }

  /** The disk may not be trusted any more: no closing, no flushing, no second try. */
  private static void fatal(String reason) {
    System.err.println("chat-node: stopped for good: " + reason);
    Thread.ofPlatform()
        .name("last-words")
        .start(
            () -> {
              try {
                Thread.sleep(LAST_WORDS_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(FATAL);
            });
  }
}

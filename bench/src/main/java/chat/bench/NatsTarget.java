package chat.bench;

import chat.e2e.cluster.FileTree;
import chat.e2e.cluster.Managed;
import chat.e2e.cluster.Ports;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three NATS servers with one JetStream stream of three replicas, each of which syncs its file
 * before it confirms ({@code sync_interval: always}). Clients talk to the stream's leader.
 */
final class NatsTarget implements Target {
  private static final int SERVERS = 3;
  private static final int CONNECTIONS = 8;
  private static final int START_TRIES = 240;
  private static final long TRY_MILLIS = 250;
  private static final String STREAM = "bench";
  private static final byte[] TEXT =
      "x".repeat(TEXT_BYTES).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final List<Managed> servers = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final List<JetStream> streams = new ArrayList<>();
  private final Path folder;

  /** {@code program} is the server's executable. */
  NatsTarget(Path program) {
    try {
      folder = Files.createTempDirectory("chat-bench-nats-");
      List<Integer> clientPorts = freePorts();
      List<Integer> routePorts = freePorts();
      for (int i = 0; i < SERVERS; i++) {
        Path home = Files.createDirectories(folder.resolve("n" + i));
        Path config = home.resolve("server.conf");
        Files.writeString(config, configuration(i, home, clientPorts, routePorts));
        Managed server =
            new Managed("nats-" + i, List.of(program.toString(), "-c", config.toString()), home);
        server.start();
        servers.add(server);
      }
      String leader = awaitLeader(clientPorts);
      for (int i = 0; i < CONNECTIONS; i++) {
        Connection connection = connect(leader);
        connections.add(connection);
        streams.add(
            connection.jetStream(
                JetStreamOptions.builder()
                    .requestTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .build()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the NATS servers did not start", e);
    }
  }

  private static List<Integer> freePorts() {
    return IntStream.range(0, SERVERS).mapToObj(_ -> Ports.free()).toList();
  }

  private static String configuration(
      int server, Path home, List<Integer> clientPorts, List<Integer> routePorts) {
    String routes =
        routePorts.stream()
            .map(port -> "nats://127.0.0.1:" + port)
            .collect(Collectors.joining(", "));
    return """
        server_name: n%d
        listen: 127.0.0.1:%d
        jetstream { store_dir: "%s", sync_interval: always }
        cluster { name: bench, listen: 127.0.0.1:%d, routes: [%s] }
        """
        .formatted(server, clientPorts.get(server), home, routePorts.get(server), routes);
  }

  private static Connection connect(String url) {
    try {
      return Nats.connect(
          new Options.Builder().server(url).connectionTimeout(Duration.ofSeconds(5)).build());
    } catch (IOException e) {
      throw new UncheckedIOException("no connection to " + url, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while connecting", e);
    }
  }

  /** Makes the stream once the servers have found each other; gives its leader's address. */
  private static String awaitLeader(List<Integer> clientPorts) throws IOException {
    String last = "";
    for (int i = 0; i < START_TRIES; i++) {
      try (Connection connection = connect("nats://127.0.0.1:" + clientPorts.get(0))) {
        String leader =
            connection
                .jetStreamManagement()
                .addStream(
                    StreamConfiguration.builder()
                        .name(STREAM)
                        .subjects(STREAM + ".>")
                        .storageType(StorageType.File)
                        .replicas(SERVERS)
                        .build())
                .getClusterInfo()
                .getLeader();
        if (leader != null && leader.startsWith("n")) {
          return "nats://127.0.0.1:" + clientPorts.get(Integer.parseInt(leader.substring(1)));
        }
        last = "the stream has no leader";
      } catch (JetStreamApiException | UncheckedIOException | IOException e) {
        last = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while starting", e);
      }
      pause();
    }
    throw new IOException("no stream of " + SERVERS + " replicas could be made: " + last);
  }

  private static void pause() {
    try {
      Thread.sleep(TRY_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public CompletableFuture<PublishAck> send(long number) {
    return streams
        .get((int) (number % CONNECTIONS))
        .publishAsync(STREAM + "." + number % CONNECTIONS, TEXT);
  }

  @Override
  public List<Long> pids() {
    return servers.stream().map(Managed::pid).toList();
  }

  @Override
  public void rest() {}

  @Override
  public void close() {
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    servers.forEach(Managed::kill);
    FileTree.delete(folder);
  }
}

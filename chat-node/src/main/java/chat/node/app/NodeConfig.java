package chat.node.app;

import chat.node.chat.AccountName;
import chat.node.chat.Limits;
import chat.node.grpc.ConnectionLimits;
import chat.node.grpc.Operators;
import chat.node.grpc.PeerLimits;
import chat.node.host.LoopLimits;
import chat.node.sqlite.DataFolder;
import chat.node.sqlite.StoreSettings;
import chat.view.Address;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** What a node is told from outside, checked. */
public record NodeConfig(
    Disk disk,
    Address clientListen,
    NodeAddresses advertised,
    ViewPlace view,
    Map<NodeName, Address> peers,
    LoopLimits limits,
    PeerLimits peerLimits,
    Limits chatLimits,
    ConnectionLimits connections,
    Operators operators,
    StoreSettings store) {

  /** A value is missing or makes no sense; the message is a sentence for an operator. */
  public static final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidConfigException(String sentence) {
      super(sentence);
    }
  }

  /**
   * Where a node keeps its data: all that is asked of one that doesn't run.
   *
   * @param nativeFolder where SQLite's library is unpacked
   */
  public record Disk(NodeName owner, Path folder, Path nativeFolder) {}

  public NodeName name() {
    return disk.owner();
  }

  static Disk disk(Config config) throws InvalidConfigException {
    return disk(new Reader(config));
  }

  private static Disk disk(Reader reader) throws InvalidConfigException {
    NodeName owner = reader.required("chat.node.name", NodeName::new);
    Path folder = reader.required("chat.data.dir", Path::of);
    Path usual = DataFolder.nativeFolder(folder);
    return new Disk(owner, folder, reader.optional("chat.native.dir", Path::of).orElse(usual));
  }

  static NodeConfig from(Config config) throws InvalidConfigException {
    Reader reader = new Reader(config);
    Disk disk = disk(reader);
    String clientHost = reader.optional("chat.client.host", text -> text).orElse("127.0.0.1");
    int clientPort = reader.required("chat.client.port", NodeConfig::port);
    Address listen = new Address(clientHost, clientPort);
    int peerPort = reader.required("chat.peer.port", NodeConfig::port);
    Address client = reader.optional("chat.client.advertised", Address::parse).orElse(listen);
    Address peer =
        reader
            .optional("chat.peer.advertised", Address::parse)
            .orElse(new Address(clientHost, peerPort));
    LoopLimits limits = limits(reader);
    PeerLimits peerLimits = peerLimits(reader);
    Limits chatLimits = chatLimits(reader);
    Optional<String> contradiction = LinkedLimits.contradiction(chatLimits, limits, peerLimits);
    if (contradiction.isPresent()) {
      throw new InvalidConfigException(contradiction.get());
    }
    return new NodeConfig(
        disk,
        listen,
        new NodeAddresses(client, peer),
        ViewPlace.of(
            reader.optional("chat.view.file", Path::of),
            reader.optional("chat.view.configmap", text -> text),
            reader.optional("chat.view.namespace", text -> text),
            reader.optional("chat.statefulset", text -> text)),
        reader.optional("chat.peers", NodeConfig::peers).orElse(Map.of()),
        limits,
        peerLimits,
        chatLimits,
        connections(reader),
        operators(reader),
        store(reader));
  }

  private static PeerLimits peerLimits(Reader reader) throws InvalidConfigException {
    PeerLimits standard = PeerLimits.DEFAULTS;
    return reader
        .optional(
            "chat.snapshot.bytes.per.second",
            text -> standard.sendingSnapshotsAt(Long.parseLong(text)))
        .orElse(standard);
  }

  private static Limits chatLimits(Reader reader) throws InvalidConfigException {
    Limits standard = Limits.DEFAULTS;
    try {
      return standard.with(
          number(reader, "chat.limits.message.bytes", standard.messageBytes()),
          number(reader, "chat.limits.requests.per.second", standard.requestsPerSecond()),
          number(reader, "chat.limits.request.burst", standard.requestBurst()));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException("A limit makes no sense: " + e.getMessage() + ".");
    }
  }

  private static ConnectionLimits connections(Reader reader) throws InvalidConfigException {
    ConnectionLimits standard = ConnectionLimits.DEFAULTS;
    return standard.with(
        number(reader, "chat.limits.connections", standard.all()),
        number(reader, "chat.limits.connections.of.address", standard.ofAddress()));
  }

  private static Operators operators(Reader reader) throws InvalidConfigException {
    Operators named =
        reader.optional("chat.operators", NodeConfig::operators).orElse(Operators.NONE);
    Optional<String> code = OperatorCode.of(reader.config());
    return code.map(named::withCode).orElse(named);
  }

  /** Names of accounts with commas between them, or a star for every account. */
  private static Operators operators(String text) {
    if (text.equals("*")) {
      return new Operators(Set.of(), true);
    }
    Set<AccountName> names = new TreeSet<>();
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(new AccountName(name.strip()));
      }
    }
    return new Operators(names, false);
  }

  private static StoreSettings store(Reader reader) throws InvalidConfigException {
    StoreSettings standard = StoreSettings.DEFAULTS;
    StoreSettings retaining =
        standard.retaining(
            reader
                .optional("chat.log.retained.entries", NodeConfig::positive)
                .orElse(standard.retainedEntries()),
            reader
                .optional("chat.log.retained.bytes", NodeConfig::positive)
                .orElse(standard.retainedBytes()),
            standard.compactStepRows());
    try {
      return retaining.holding(
          reader
              .optional("chat.log.held.bytes", NodeConfig::positive)
              .orElse(retaining.heldBytes()));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(
          "The settings of the log don't fit together: " + e.getMessage() + ".");
    }
  }

  private static int number(Reader reader, String key, int standard) throws InvalidConfigException {
    return reader.optional(key, text -> Math.toIntExact(positive(text))).orElse(standard);
  }

  private static LoopLimits limits(Reader reader) throws InvalidConfigException {
    LoopLimits standard = LoopLimits.DEFAULT;
    long heartbeat = millis(reader, "chat.heartbeat.millis", standard.heartbeat().toMillis());
    long silence = millis(reader, "chat.silence.millis", standard.silence().toMillis());
    long wait = millis(reader, "chat.promotion.wait.millis", standard.promotionWait().toMillis());
    long spread =
        millis(reader, "chat.promotion.spread.millis", standard.promotionSpread().toMillis());
    try {
      return standard.withTimers(heartbeat, silence, wait, spread);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException("The timers don't fit together: " + e.getMessage() + ".");
    }
  }

  private static long millis(Reader reader, String key, long standard)
      throws InvalidConfigException {
    return reader.optional(key, NodeConfig::positive).orElse(standard);
  }

  private static long positive(String text) {
    long value = Long.parseLong(text);
    if (value < 1) {
      throw new IllegalArgumentException("must be at least 1: " + value);
    }
    return value;
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    return port;
  }

  private static Map<NodeName, Address> peers(String text) {
    Map<NodeName, Address> peers = new TreeMap<>();
    for (String entry : text.split(",", -1)) {
      if (!entry.isBlank()) {
        int equals = entry.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException("not name=host:port: '" + entry + "'");
        }
        peers.put(
            new NodeName(entry.substring(0, equals).strip()),
            Address.parse(entry.substring(equals + 1).strip()));
      }
    }
    return peers;
  }

  /** Turns missing and malformed values into sentences. */
  private record Reader(Config config) {
    <T> T required(String key, Function<String, T> parser) throws InvalidConfigException {
      Optional<T> value = optional(key, parser);
      if (value.isEmpty()) {
        throw new InvalidConfigException("The setting " + key + " is missing.");
      }
      return value.get();
    }

    <T> Optional<T> optional(String key, Function<String, T> parser) throws InvalidConfigException {
      Optional<String> text = config.getOptionalValue(key, String.class).map(String::strip);
      if (text.isEmpty() || text.get().isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(parser.apply(text.get()));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new InvalidConfigException(
            "The setting " + key + " is invalid: '" + text.get() + "': " + e.getMessage() + ".");
      }
    }
  }
}

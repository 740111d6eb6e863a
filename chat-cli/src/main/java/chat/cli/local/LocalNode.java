package chat.cli.local;

import chat.view.Address;
import chat.view.NodeName;

/** A node on loopback. Its three ports follow one another: clients, peers, HTTP. */
public record LocalNode(NodeName name, int clientPort) {
  static final String HOST = "127.0.0.1";
  static final int PORTS_PER_NODE = 10;
  private static final String PREFIX = "chat-";

  /** The i-th node of a cluster whose ports begin at {@code base}. */
  static LocalNode of(int base, int i) {
    return new LocalNode(new NodeName(PREFIX + i), base + PORTS_PER_NODE * i);
  }

  /** From a line {@code name=host:peerport} of the nodes file. */
  static LocalNode parse(String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("not name=host:port: '" + line + "'");
    }
    Address peer = Address.parse(line.substring(equals + 1));
    return new LocalNode(new NodeName(line.substring(0, equals)), peer.port() - 1);
  }

  Address client() {
    return new Address(HOST, clientPort);
  }

  Address peer() {
    return new Address(HOST, clientPort + 1);
  }

  Address http() {
    return new Address(HOST, clientPort + 2);
  }

  String line() {
    return name + "=" + peer();
  }
}

package chat.node.grpc;

import chat.view.NodeName;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a call that a node passed on from a call of a client. Each node makes a random token when
 * it starts, tells it to its peers in its Hello on the peer port, and presents it with each call
 * that it passes on. Clients don't see the peer port, so they can't forge it. Any thread.
 */
public final class ForwardTokens {
  /** Peers whose tokens are kept; the one that said Hello longest ago is forgotten. */
  private static final int MOST_PEERS = 64;

  private static final int TOKEN_BYTES = 32;

  private final NodeName self;
  private final String own;
  private final Map<String, String> ofPeers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_PEERS;
        }
      };

  /** With a new token for this start of the node. */
  public ForwardTokens(NodeName self) {
    this.self = self;
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    this.own = HexFormat.of().formatHex(token);
  }

  /** For this node's Hello. */
  String own() {
    return own;
  }

  /** A peer said Hello; a node of an older version tells no token, and isn't believed. */
  synchronized void learned(String peer, String token) {
    ofPeers.remove(peer);
    if (!token.isEmpty()) {
      ofPeers.put(peer, token);
    }
  }

  /** What this node writes into a call that it passes on. */
  String proof() {
    return self.value() + " " + own;
  }

  /** Whether a peer passed on the call that came with these. */
  boolean proves(Metadata headers) {
    String value = headers.get(Caller.FORWARDED);
    return value != null && proves(value);
  }

  /** Whether a peer wrote this. */
  boolean proves(String value) {
    int end = value.indexOf(' ');
    String known = end < 0 ? null : tokenOf(value.substring(0, end));
    return known != null
        && MessageDigest.isEqual(
            known.getBytes(StandardCharsets.UTF_8),
            value.substring(end + 1).getBytes(StandardCharsets.UTF_8));
  }

  private synchronized @Nullable String tokenOf(String peer) {
    return ofPeers.get(peer);
  }
}

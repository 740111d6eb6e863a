package chat.node.grpc;

import chat.node.chat.Refusal;
import chat.node.chat.TokenHash;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the metadata tells, and until when they wait. What a node says of the caller is
 * believed with that node's token only.
 *
 * @param forwarded whether the call goes no further; a client may claim so
 * @param fromPeer whether a node passed the call on, proven by its token
 * @param address the machine that the caller is at, where that can be told
 * @param life whether they still wait
 * @param source from where wrong passwords are counted together: the address; behind a tunnel,
 *     whose end is on this machine, the connection
 */
record Caller(
    Metadata headers,
    boolean forwarded,
    boolean fromPeer,
    Optional<Deadline> deadline,
    Optional<String> address,
    CallLife life,
    String source) {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> FORWARDED =
      Metadata.Key.of("chat-forwarded", Metadata.ASCII_STRING_MARSHALLER);

  /** The id of the cluster that the call is for. */
  static final Metadata.Key<String> CLUSTER =
      Metadata.Key.of("chat-cluster", Metadata.ASCII_STRING_MARSHALLER);

  private static final int CLUSTER_ID_CHARACTERS = 64;

  /** Beside {@link #FORWARDED}: from where the call came to the node that passed it on. */
  static final Metadata.Key<String> SOURCE =
      Metadata.Key.of("chat-caller", Metadata.ASCII_STRING_MARSHALLER);

  static final Metadata.Key<String> HOPS =
      Metadata.Key.of("chat-hops", Metadata.ASCII_STRING_MARSHALLER);

  private static final int MOST_HOPS = 2;
  private static final String TUNNEL = "tunnel ";
  private static final String SCHEME = "Bearer ";

  static Caller of(
      Metadata headers, Context call, @Nullable SocketAddress remote, ForwardTokens tokens) {
    boolean fromPeer = tokens.proves(headers);
    String said = fromPeer ? headers.get(SOURCE) : null;
    String source = said == null ? sourceOf(remote) : said;
    return new Caller(
        headers,
        fromPeer || hops(headers) >= MOST_HOPS,
        fromPeer,
        Optional.ofNullable(call.getDeadline()),
        fromPeer ? addressIn(source, said != null) : addressOf(remote),
        CallLife.of(call),
        source);
  }

  /**
   * How often the call was passed on. Anybody may say so: it only ends the passing on. It bounds
   * the way of a call between nodes that haven't exchanged their tokens yet.
   */
  static int hops(Metadata headers) {
    String said = headers.get(HOPS);
    if (said == null) {
      return 0;
    }
    try {
      return Math.max(0, Integer.parseInt(said));
    } catch (NumberFormatException e) {
      return MOST_HOPS;
    }
  }

  private static String sourceOf(@Nullable SocketAddress remote) {
    return addressOf(remote).orElseGet(() -> TUNNEL + remote);
  }

  private static Optional<String> addressIn(String source, boolean said) {
    return said && !source.startsWith(TUNNEL) ? Optional.of(source) : Optional.empty();
  }

  /** A tunnel's end is on this machine, and says nothing of who is behind it. */
  static Optional<String> addressOf(@Nullable SocketAddress remote) {
    return remote instanceof InetSocketAddress internet
            && internet.getAddress() != null
            && !internet.getAddress().isLoopbackAddress()
        ? Optional.of(internet.getAddress().getHostAddress())
        : Optional.empty();
  }

  /** The cluster that the call names, where that is another one. */
  Optional<Failure> foreignTo(String own) {
    return Optional.ofNullable(headers.get(CLUSTER))
        .filter(named -> !named.equals(own))
        .map(named -> named.substring(0, Math.min(named.length(), CLUSTER_ID_CHARACTERS)))
        .map(named -> new Failure.AnotherCluster(named, own));
  }

  /** The hash of the session token that came with the call. */
  TokenHash token() throws CallFailure {
    String value = headers.get(AUTHORIZATION);
    if (value == null || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Failures.refused(Refusal.Reason.SESSION_INVALID, "log in first");
    }
    try {
      return TokenHash.of(Base64.getUrlDecoder().decode(value.substring(SCHEME.length()).trim()));
    } catch (IllegalArgumentException e) {
      throw Failures.refused(
          Refusal.Reason.SESSION_INVALID, "the session token isn't base64url: log in again");
    }
  }
}

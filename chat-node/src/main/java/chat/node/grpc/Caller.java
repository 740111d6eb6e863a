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
 * Who calls, as the metadata tells, and until when they wait. {@code forwarded}: another node
 * passed the call on, and it goes no further. {@code address}: the machine that the caller is at,
 * where that can be told. {@code life}: whether they still wait.
 */
record Caller(
    Metadata headers,
    boolean forwarded,
    Optional<Deadline> deadline,
    Optional<String> address,
    CallLife life) {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> FORWARDED =
      Metadata.Key.of("chat-forwarded", Metadata.ASCII_STRING_MARSHALLER);

  /** The id of the cluster that the call is for. */
  static final Metadata.Key<String> CLUSTER =
      Metadata.Key.of("chat-cluster", Metadata.ASCII_STRING_MARSHALLER);

  private static final int CLUSTER_ID_CHARACTERS = 64;
  private static final String SCHEME = "Bearer ";

  static Caller of(Metadata headers, Context call, @Nullable SocketAddress remote) {
    boolean forwarded = headers.containsKey(FORWARDED);
    return new Caller(
        headers,
        forwarded,
        Optional.ofNullable(call.getDeadline()),
        forwarded ? Optional.empty() : addressOf(remote),
        CallLife.of(call));
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

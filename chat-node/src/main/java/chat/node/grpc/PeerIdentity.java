package chat.node.grpc;

import chat.proto.replication.v1.Hello;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.NodeName;
import chat.view.StorageId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who this node says it is, to its peers.
 *
 * @param rules the newest version of the chat's rules that it can apply
 * @param cluster empty before the first view
 */
public record PeerIdentity(
    NodeName node,
    StorageId storageId,
    String bootId,
    Address peerAddress,
    int rules,
    Supplier<Optional<ClusterId>> cluster,
    ForwardTokens tokens) {

  Hello helloTo(String peer) {
    return Hello.newBuilder()
        .setClusterId(cluster.get().map(ClusterId::value).orElse(""))
        .setNode(node.value())
        .setStorageId(storageId.value())
        .setBootId(bootId)
        .setPeer(peer)
        .setPeerAddress(peerAddress.toString())
        .setRules(rules)
        .setForwardToken(tokens.own())
        .build();
  }

  /**
   * Checks the form of a Hello, before any of it is kept, logged or told back.
   *
   * @throws IllegalArgumentException where a name, an id or a token has no valid form
   */
  static NodeName checked(Hello hello) {
    var _ = new NodeName(hello.getPeer());
    var _ = new StorageId(hello.getStorageId());
    if (!hello.getClusterId().isEmpty()) {
      var _ = new ClusterId(hello.getClusterId());
    }
    PeerLimits.checkLength("boot id", hello.getBootId(), PeerLimits.ID_CHARACTERS);
    PeerLimits.checkLength("forward token", hello.getForwardToken(), PeerLimits.ID_CHARACTERS);
    return new NodeName(hello.getNode());
  }

  /** Why this node won't talk with the one that said that. */
  Optional<String> objection(Hello hello) {
    String own = cluster.get().map(ClusterId::value).orElse("");
    if (!own.isEmpty() && !hello.getClusterId().isEmpty() && !own.equals(hello.getClusterId())) {
      return Optional.of(
          "CLUSTER_MISMATCH: "
              + hello.getNode()
              + " is of cluster "
              + hello.getClusterId()
              + ", "
              + node
              + " of "
              + own);
    }
    if (!hello.getPeer().equals(node.value())) {
      return Optional.of("NODE_MISMATCH: called " + hello.getPeer() + ", this is " + node);
    }
    return Optional.empty();
  }
}

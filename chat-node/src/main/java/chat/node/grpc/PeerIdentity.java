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

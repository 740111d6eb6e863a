package chat.cli.client;

import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.Message;
import chat.proto.chat.v1.NodeStatus;

/** From the wire's types to the client's own. */
final class Wire {
  private Wire() {}

  static ChatMessage message(Message m) {
    return new ChatMessage(
        m.getConversation(),
        m.getSeq(),
        m.getId(),
        m.getFrom(),
        m.getTo(),
        m.getText(),
        m.getTimeMillis(),
        m.getDelivered(),
        m.getRead());
  }

  static ClusterState cluster(ClusterStatus s) {
    return new ClusterState(
        s.getClusterId(),
        s.getRev(),
        s.getEpoch(),
        s.getPrimary(),
        s.getInSyncList(),
        s.getNodesList().stream().map(Wire::node).toList(),
        s.getAnsweredBy(),
        s.getServing(),
        s.getWaitingFor());
  }

  private static ClusterState.Node node(NodeStatus n) {
    return new ClusterState.Node(
        n.getName(),
        n.getRole(),
        n.getClientAddress(),
        n.getAppliedIndex(),
        n.getLogIndex(),
        n.getStateHash(),
        n.getHashIndex(),
        n.getLag());
  }
}

package chat.cli.client;

import chat.proto.chat.v1.AccountDeleted;
import chat.proto.chat.v1.BackupBegin;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.Conversation;
import chat.proto.chat.v1.Deletion;
import chat.proto.chat.v1.ExportAccountResponse;
import chat.proto.chat.v1.ExportedAccount;
import chat.proto.chat.v1.ExportedConversation;
import chat.proto.chat.v1.Group;
import chat.proto.chat.v1.Message;
import chat.proto.chat.v1.NodeStatus;
import chat.proto.chat.v1.Receipt;
import chat.proto.chat.v1.Session;
import com.google.protobuf.ByteString;
import java.util.Optional;

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
        m.getRead(),
        m.getUndeliverable());
  }

  static GroupCalls.Group group(Group g) {
    return new GroupCalls.Group(
        g.getId(),
        g.getName(),
        g.getCreatedMillis(),
        g.getMembersList().stream()
            .map(m -> new GroupCalls.Member(m.getName(), m.getOwner()))
            .toList());
  }

  static ChatEvent.Receipt receipt(Receipt r) {
    return new ChatEvent.Receipt(
        r.getConversation(), r.getBy(), r.getDeliveredSeq(), r.getReadSeq());
  }

  static ChatEvent.Deletion deletion(Deletion d) {
    return new ChatEvent.Deletion(
        d.getConversation(), d.getBy(), d.getSeqsList(), d.getForEveryone(), d.getTimeMillis());
  }

  static ChatEvent.AccountDeleted accountDeleted(AccountDeleted d) {
    return new ChatEvent.AccountDeleted(
        d.getName(),
        d.getConversation(),
        d.getDeliveredSeq(),
        d.getUndeliverable(),
        d.getTimeMillis());
  }

  static ChatClient.Conversation conversation(Conversation c) {
    return new ChatClient.Conversation(
        c.getConversation(),
        c.getWith(),
        c.getName(),
        c.getLastSeq(),
        c.getUnread(),
        c.hasLast() ? Optional.of(message(c.getLast())) : Optional.empty(),
        c.getReadSeq());
  }

  static ByteString bytes(RequestId id) {
    return ByteString.copyFrom(id.bytes());
  }

  static AccountCalls.OpenSession session(Session s) {
    return new AccountCalls.OpenSession(
        s.getSessionId(),
        s.getClient(),
        s.getCreatedMillis(),
        s.getLastUsedMillis(),
        s.getExpiresMillis(),
        s.getCurrent());
  }

  static ExportPart exported(ExportAccountResponse part) {
    return switch (part.getPartCase()) {
      case ACCOUNT -> {
        ExportedAccount a = part.getAccount();
        yield new ExportPart.Account(
            a.getName(), a.getCreatedMillis(), a.getConversations(), a.getMessages());
      }
      case SESSION -> new ExportPart.OpenedSession(session(part.getSession()));
      case BLOCKED ->
          new ExportPart.BlockedUser(
              new AccountCalls.Blocked(
                  part.getBlocked().getName(), part.getBlocked().getSinceMillis()));
      case CONVERSATION -> {
        ExportedConversation c = part.getConversation();
        yield new ExportPart.Conversation(
            c.getConversation(), c.getLastSeq(), c.getDeliveredSeq(), c.getReadSeq());
      }
      case MESSAGE -> new ExportPart.Text(message(part.getMessage()));
      case END -> new ExportPart.End(part.getEnd().getMessages(), part.getEnd().getPosition());
      case PART_NOT_SET -> new ExportPart.Unknown();
    };
  }

  static ClusterCalls.BackupFile backup(BackupBegin b) {
    return new ClusterCalls.BackupFile(
        b.getClusterId(),
        b.getEpoch(),
        b.getPosition(),
        b.getSizeBytes(),
        b.getSha256().toByteArray(),
        b.getTimeMillis());
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
        n.getLag(),
        n.getVersion(),
        n.getControllersList().stream()
            .map(c -> new ClusterState.Controller(c.getName(), c.getVersion()))
            .toList());
  }
}

package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.AuditEntry;
import chat.node.chat.ChatReader;
import chat.node.chat.GroupId;
import chat.node.chat.GroupReader;
import chat.node.chat.GroupState;
import chat.node.chat.MessageState;
import chat.node.chat.TokenHash;
import chat.node.host.Replication.Committed;
import chat.proto.chat.v1.AccountDeleted;
import chat.proto.chat.v1.BlockedUser;
import chat.proto.chat.v1.Commit;
import chat.proto.chat.v1.Conversation;
import chat.proto.chat.v1.Deletion;
import chat.proto.chat.v1.Group;
import chat.proto.chat.v1.GroupMember;
import chat.proto.chat.v1.Message;
import chat.proto.chat.v1.Receipt;
import chat.proto.chat.v1.Session;

/** The chat's values in the words of the API. */
final class Answers {
  private Answers() {}

  static Commit commit(Committed committed) {
    return Commit.newBuilder()
        .setPosition(committed.answer().position())
        .setTimeMillis(committed.answer().timeMillis())
        .setInSyncCount(committed.inSyncCount())
        .setReplayed(committed.answer().replayed())
        .build();
  }

  static Message message(ChatReader.Message message) {
    return Message.newBuilder()
        .setConversation(message.conversation().toString())
        .setSeq(message.seq())
        .setId(message.conversation() + "/" + message.seq())
        .setFrom(message.from().value())
        .setTo(message.to())
        .setText(message.text())
        .setTimeMillis(message.timeMillis())
        .setPosition(message.position())
        .setDelivered(message.delivered())
        .setRead(message.read())
        .setUndeliverable(message.undeliverable())
        .build();
  }

  static Receipt receipt(ChatReader.Change.Receipt receipt) {
    return Receipt.newBuilder()
        .setConversation(receipt.conversation().toString())
        .setBy(receipt.by().value())
        .setDeliveredSeq(receipt.deliveredSeq())
        .setReadSeq(receipt.readSeq())
        .build();
  }

  static AccountDeleted accountDeleted(ChatReader.Change.PeerDeleted deleted) {
    return AccountDeleted.newBuilder()
        .setName(deleted.name().value())
        .setConversation(deleted.conversation().toString())
        .setDeliveredSeq(deleted.deliveredSeq())
        .setUndeliverable(deleted.undeliverable())
        .setTimeMillis(deleted.timeMillis())
        .build();
  }

  static Session session(ChatReader.Session session, TokenHash own) {
    return Session.newBuilder()
        .setSessionId(session.token().sessionId())
        .setClient(session.client())
        .setCreatedMillis(session.createdMillis())
        .setLastUsedMillis(session.usedMillis())
        .setExpiresMillis(session.expiresMillis())
        .setCurrent(session.token().equals(own))
        .build();
  }

  static BlockedUser blocked(ChatReader.Blocked blocked) {
    return BlockedUser.newBuilder()
        .setName(blocked.name().value())
        .setSinceMillis(blocked.sinceMillis())
        .build();
  }

  static chat.proto.chat.v1.AuditEntry audit(AuditEntry entry) {
    return chat.proto.chat.v1.AuditEntry.newBuilder()
        .setPosition(entry.position())
        .setTimeMillis(entry.timeMillis())
        .setActor(entry.actor().map(AccountName::value).orElse(""))
        .setAction(entry.action())
        .setSubject(entry.subject())
        .build();
  }

  static Deletion deletion(MessageState.Deletion deletion) {
    return Deletion.newBuilder()
        .setConversation(deletion.conversation().toString())
        .setBy(deletion.by().value())
        .addAllSeqs(deletion.seqs())
        .setForEveryone(deletion.forEveryone())
        .setTimeMillis(deletion.timeMillis())
        .build();
  }

  static Group group(GroupReader.GroupView view) {
    Group.Builder group = group(view.group());
    for (GroupState.Member member : view.members()) {
      group.addMembers(
          GroupMember.newBuilder()
              .setName(member.name().value())
              .setOwner(member.owner())
              .setJoinedSeq(member.joinedSeq()));
    }
    return group.build();
  }

  /** Without its members. */
  static Group.Builder group(GroupState.Group group) {
    return Group.newBuilder()
        .setId(group.id().toString())
        .setName(group.name())
        .setCreatedMillis(group.createdMillis());
  }

  static Conversation conversation(ChatReader.Conversation seen) {
    Conversation.Builder conversation =
        Conversation.newBuilder()
            .setConversation(seen.id().toString())
            .setWith(seen.id() instanceof GroupId group ? group.toString() : seen.name())
            .setName(seen.name())
            .setLastSeq(seen.lastSeq())
            .setUnread(seen.unread())
            .setDeliveredSeq(seen.marks().deliveredSeq())
            .setReadSeq(seen.marks().readSeq())
            .setGroup(seen.id() instanceof GroupId);
    seen.last().ifPresent(last -> conversation.setLast(message(last)));
    return conversation.build();
  }

  static IllegalStateException unexpected(Committed committed) {
    return new IllegalStateException(
        "the answer at "
            + committed.answer().position()
            + " is of another kind of request: "
            + committed.answer().outcome().getClass().getSimpleName());
  }
}

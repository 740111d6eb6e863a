package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.ConversationId;
import chat.node.chat.Fingerprint;
import chat.node.chat.GroupCommand;
import chat.node.chat.GroupId;
import chat.node.chat.GroupOutcome;
import chat.node.chat.MessageCommand;
import chat.node.chat.MessageOutcome;
import chat.node.chat.PairId;
import chat.node.chat.RequestId;
import chat.node.host.Replication.Committed;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.DeleteMessagesRequest;
import chat.proto.chat.v1.DeleteMessagesResponse;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.MarkResponse;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import chat.proto.chat.v1.SubscribeRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What changes messages, and their stream. What a change depends on in the state (that the other
 * user exists, that their mailbox has room) is judged where it is applied, once and the same on
 * every replica, after the look-up of a repeated request; before the log stand the checks that need
 * no state.
 */
final class ChatEndpoint {
  private final LocalNode node;
  private final SessionCalls calls;
  private final Subscriptions subscriptions;

  ChatEndpoint(LocalNode node, SessionCalls calls, Subscriptions subscriptions) {
    this.node = node;
    this.calls = calls;
    this.subscriptions = subscriptions;
  }

  List<Method> methods() {
    return List.of(
        Method.mutation(
            ChatServiceGrpc.getSendMethod(), Handler.unary(SendRequest.parser(), this::send)),
        Method.mutation(
            ChatServiceGrpc.getMarkMethod(), Handler.unary(MarkRequest.parser(), this::mark)),
        Method.mutation(
            ChatServiceGrpc.getDeleteMessagesMethod(),
            Handler.unary(DeleteMessagesRequest.parser(), this::delete)),
        Method.stream(
            ChatServiceGrpc.getSubscribeMethod(),
            Farewell::after,
            Handler.streaming(SubscribeRequest.parser(), subscriptions::subscribe)));
  }

  private CompletableFuture<SendResponse> send(Caller caller, SendRequest asked)
      throws CallFailure {
    return calls
        .change(
            caller,
            () -> {
              byte[] id = asked.getRequestId().toByteArray();
              Failures.refuseIf(node.validation().requestId(id));
              Failures.refuseIf(node.validation().recipient(asked.getTo()));
              Failures.refuseIf(node.validation().text(asked.getText()));
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of("send", asked.getTo(), asked.getText()),
                  (session, stamp) -> sending(stamp, session.account(), asked));
            })
        .thenApply(this::sent);
  }

  private static Command sending(Command.Stamp stamp, AccountName from, SendRequest asked) {
    return GroupId.isValid(asked.getTo())
        ? new GroupCommand.Post(stamp, from, GroupId.parse(asked.getTo()), asked.getText())
        : new MessageCommand.Send(stamp, from, new AccountName(asked.getTo()), asked.getText());
  }

  private SendResponse sent(Committed committed) {
    return switch (committed.answer().outcome()) {
      case MessageOutcome.Sent(PairId pair, long seq) -> sent(committed, pair, seq);
      case GroupOutcome.Posted(GroupId group, long seq) -> sent(committed, group, seq);
      default -> throw Answers.unexpected(committed);
    };
  }

  private SendResponse sent(Committed committed, ConversationId conversation, long seq) {
    subscriptions.touch(conversation);
    return SendResponse.newBuilder()
        .setCommit(Answers.commit(committed))
        .setConversation(conversation.toString())
        .setSeq(seq)
        .build();
  }

  private CompletableFuture<MarkResponse> mark(Caller caller, MarkRequest asked)
      throws CallFailure {
    return calls
        .change(
            caller,
            () -> {
              byte[] id = asked.getRequestId().toByteArray();
              long delivered = asked.getDeliveredSeq();
              long read = asked.getReadSeq();
              boolean hides = asked.getHideRead();
              Failures.refuseIf(node.validation().requestId(id));
              Failures.refuseIf(node.validation().conversation(asked.getConversation()));
              Failures.refuseIf(node.validation().marks(delivered, read));
              ConversationId conversation = ConversationId.parse(asked.getConversation());
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of(
                      hides ? "mark hidden" : "mark",
                      conversation.toString(),
                      Long.toString(delivered),
                      Long.toString(read)),
                  (session, stamp) ->
                      new MessageCommand.Mark(
                          stamp, session.account(), conversation, delivered, read, hides));
            })
        .thenApply(committed -> marked(asked, committed));
  }

  private MarkResponse marked(MarkRequest asked, Committed committed) {
    if (committed.answer().outcome() instanceof MessageOutcome.Marked(long delivered, long read)) {
      subscriptions.touch(ConversationId.parse(asked.getConversation()));
      return MarkResponse.newBuilder()
          .setCommit(Answers.commit(committed))
          .setDeliveredSeq(delivered)
          .setReadSeq(read)
          .build();
    }
    throw Answers.unexpected(committed);
  }

  private CompletableFuture<DeleteMessagesResponse> delete(
      Caller caller, DeleteMessagesRequest asked) throws CallFailure {
    return calls
        .change(
            caller,
            () -> {
              byte[] id = asked.getRequestId().toByteArray();
              Failures.refuseIf(node.validation().requestId(id));
              Failures.refuseIf(node.validation().conversation(asked.getConversation()));
              Failures.refuseIf(node.validation().deletedSeqs(asked.getSeqsList()));
              List<Long> seqs = asked.getSeqsList().stream().distinct().sorted().toList();
              ConversationId conversation = ConversationId.parse(asked.getConversation());
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of(
                      asked.getForEveryone() ? "delete for everyone" : "delete",
                      conversation.toString(),
                      seqs.toString()),
                  (session, stamp) ->
                      new MessageCommand.Delete(
                          stamp, session.account(), conversation, seqs, asked.getForEveryone()));
            })
        .thenApply(
            committed -> {
              if (committed.answer().outcome() instanceof MessageOutcome.Deleted(int count)) {
                subscriptions.touch(ConversationId.parse(asked.getConversation()));
                return DeleteMessagesResponse.newBuilder()
                    .setCommit(Answers.commit(committed))
                    .setDeleted(count)
                    .build();
              }
              throw Answers.unexpected(committed);
            });
  }
}

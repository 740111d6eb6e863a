package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.ConversationId;
import chat.node.chat.Fingerprint;
import chat.node.chat.MessageCommand;
import chat.node.chat.MessageOutcome;
import chat.node.chat.Refusal;
import chat.node.chat.RequestId;
import chat.node.host.Replication.Committed;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.InboxRequest;
import chat.proto.chat.v1.InboxResponse;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.ListMessagesResponse;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.MarkResponse;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import chat.proto.chat.v1.SubscribeRequest;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Messages. What a change depends on in the state (that the other user exists, that their mailbox
 * has room) is judged where it is applied, once and the same on every replica, after the look-up of
 * a repeated request; before the log stand the checks that need no state.
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
        Method.read(
            ChatServiceGrpc.getListMessagesMethod(),
            Handler.unary(ListMessagesRequest.parser(), this::listMessages)),
        Method.read(
            ChatServiceGrpc.getInboxMethod(), Handler.unary(InboxRequest.parser(), this::inbox)),
        Method.stream(
            ChatServiceGrpc.getSubscribeMethod(),
            Farewell::linkLost,
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
              Failures.refuseIf(node.validation().name(asked.getTo()));
              Failures.refuseIf(node.validation().text(asked.getText()));
              AccountName to = new AccountName(asked.getTo());
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of("send", to.value(), asked.getText()),
                  (session, stamp) ->
                      new MessageCommand.Send(stamp, session.account(), to, asked.getText()));
            })
        .thenApply(
            committed -> {
              if (committed.answer().outcome()
                  instanceof MessageOutcome.Sent(ConversationId conversation, long seq)) {
                subscriptions.touch(conversation);
                return SendResponse.newBuilder()
                    .setCommit(Answers.commit(committed))
                    .setConversation(conversation.toString())
                    .setSeq(seq)
                    .build();
              }
              throw Answers.unexpected(committed);
            });
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
              Failures.refuseIf(node.validation().requestId(id));
              Failures.refuseIf(node.validation().conversation(asked.getConversation()));
              Failures.refuseIf(node.validation().marks(delivered, read));
              ConversationId conversation = ConversationId.parse(asked.getConversation());
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of(
                      "mark",
                      conversation.toString(),
                      Long.toString(delivered),
                      Long.toString(read)),
                  (session, stamp) ->
                      new MessageCommand.Mark(
                          stamp, session.account(), conversation, delivered, read));
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

  private CompletableFuture<ListMessagesResponse> listMessages(
      Caller caller, ListMessagesRequest asked) throws CallFailure {
    return calls.read(
        caller,
        session -> {
          Failures.refuseIf(node.validation().name(asked.getWith()));
          Failures.refuseIf(node.validation().seqBound(asked.getBeforeSeq()));
          Failures.refuseIf(node.validation().seqBound(asked.getAfterSeq()));
          Failures.refuseIf(node.validation().pageSize(asked.getLimit()));
          AccountName with = new AccountName(asked.getWith());
          if (node.reader().account(with).isEmpty()) {
            throw Failures.refused(Refusal.Reason.USER_NOT_FOUND, "there is no user " + with);
          }
          int size = node.validation().entriesOfPage(asked.getLimit());
          List<ChatReader.Message> found =
              node.reader()
                  .messages(
                      ConversationId.of(session.account(), with),
                      asked.getAfterSeq(),
                      asked.getBeforeSeq(),
                      size + 1);
          boolean more = found.size() > size;
          // The one too many is at the end that the page grows to: the newest where it is bounded
          // below, else the oldest.
          List<ChatReader.Message> page =
              !more
                  ? found
                  : asked.getAfterSeq() > 0 ? found.subList(0, size) : found.subList(1, size + 1);
          return ListMessagesResponse.newBuilder()
              .addAllMessages(page.stream().map(Answers::message).toList())
              .setMore(more)
              .build();
        });
  }

  private CompletableFuture<InboxResponse> inbox(Caller caller, InboxRequest asked)
      throws CallFailure {
    return calls.read(
        caller,
        session -> {
          Failures.refuseIf(node.validation().pageSize(asked.getLimit()));
          int size = node.validation().entriesOfPage(asked.getLimit());
          List<ChatReader.Message> found =
              node.reader().inbox(session.account(), afterPage(asked.getPage()), size + 1);
          var page =
              InboxResponse.newBuilder()
                  .setUnreadTotal(node.reader().unreadCount(session.account()))
                  .addAllMessages(found.stream().limit(size).map(Answers::message).toList());
          if (found.size() > size) {
            page.setNextPage(pageAfter(found.get(size - 1).position()));
          }
          return page.build();
        });
  }

  private static ByteString pageAfter(long position) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
  }

  private static long afterPage(ByteString page) throws CallFailure {
    if (page.isEmpty()) {
      return 0;
    }
    if (page.size() != Long.BYTES) {
      throw Failures.refused(
          Refusal.Reason.CURSOR_INVALID, "the page isn't one that an inbox gave out");
    }
    return page.asReadOnlyByteBuffer().getLong();
  }
}

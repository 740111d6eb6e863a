package chat.node.grpc;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;
import chat.node.host.Replication.Committed;
import chat.proto.chat.v1.BlockRequest;
import chat.proto.chat.v1.BlockResponse;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ListBlockedRequest;
import chat.proto.chat.v1.ListBlockedResponse;
import chat.proto.chat.v1.UnblockRequest;
import chat.proto.chat.v1.UnblockResponse;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Whom a user takes no messages from. The blocked sender is told so with each refused message: an
 * acknowledged message that nobody would ever see would be a silent loss.
 */
final class BlockEndpoint {
  private final LocalNode node;
  private final SessionCalls calls;

  BlockEndpoint(LocalNode node, SessionCalls calls) {
    this.node = node;
    this.calls = calls;
  }

  List<Method> methods() {
    return List.of(
        Method.mutation(
            ChatServiceGrpc.getBlockMethod(), Handler.unary(BlockRequest.parser(), this::block)),
        Method.mutation(
            ChatServiceGrpc.getUnblockMethod(),
            Handler.unary(UnblockRequest.parser(), this::unblock)),
        Method.read(
            ChatServiceGrpc.getListBlockedMethod(),
            Handler.unary(ListBlockedRequest.parser(), (caller, _) -> listBlocked(caller))));
  }

  private CompletableFuture<BlockResponse> block(Caller caller, BlockRequest asked)
      throws CallFailure {
    return change(caller, "block", asked.getRequestId(), asked.getName(), AccountCommand.Block::new)
        .thenApply(
            committed -> BlockResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  private CompletableFuture<UnblockResponse> unblock(Caller caller, UnblockRequest asked)
      throws CallFailure {
    return change(
            caller, "unblock", asked.getRequestId(), asked.getName(), AccountCommand.Unblock::new)
        .thenApply(
            committed -> UnblockResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  private interface Making {
    Command of(Command.Stamp stamp, AccountName by, AccountName whom);
  }

  private CompletableFuture<Committed> change(
      Caller caller, String kind, ByteString requestId, String name, Making making)
      throws CallFailure {
    return calls.change(
        caller,
        () -> {
          byte[] id = requestId.toByteArray();
          Failures.refuseIf(node.validation().requestId(id));
          Failures.refuseIf(node.validation().name(name));
          AccountName whom = new AccountName(name);
          return new SessionCalls.Change(
              RequestId.of(id),
              Fingerprint.of(kind, name),
              (session, stamp) -> making.of(stamp, session.account(), whom));
        });
  }

  private CompletableFuture<ListBlockedResponse> listBlocked(Caller caller) throws CallFailure {
    return calls.read(
        caller,
        session ->
            ListBlockedResponse.newBuilder()
                .addAllBlocked(
                    node.reader().blocked(session.account()).stream()
                        .map(Answers::blocked)
                        .toList())
                .build());
  }
}

package chat.cli.client;

import static chat.cli.client.RetryingCalls.Effect.CHANGES;
import static chat.cli.client.RetryingCalls.Effect.READS;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.BlockRequest;
import chat.proto.chat.v1.ChangePasswordRequest;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.DeleteAccountRequest;
import chat.proto.chat.v1.ExportAccountRequest;
import chat.proto.chat.v1.ListBlockedRequest;
import chat.proto.chat.v1.ListBlockedResponse;
import chat.proto.chat.v1.ListSessionsRequest;
import chat.proto.chat.v1.ListSessionsResponse;
import chat.proto.chat.v1.LogoutRequest;
import chat.proto.chat.v1.RevokeSessionRequest;
import chat.proto.chat.v1.UnblockRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What somebody does with their own account. As {@link ChatClient}: blocking, retried, any thread.
 */
public final class AccountCalls {
  private final RetryingCalls calls;
  private final Optional<byte[]> token;

  AccountCalls(RetryingCalls calls, Optional<byte[]> token) {
    this.calls = calls;
    this.token = token;
  }

  /** {@code all}: every session of the account. */
  public void logout(RequestId id, boolean all) throws ChatFailure {
    LogoutRequest request =
        LogoutRequest.newBuilder().setRequestId(Wire.bytes(id)).setAll(all).build();
    calls.call(AccountServiceGrpc.getLogoutMethod(), CHANGES, token, request);
  }

  public void changePassword(RequestId id, String old, String fresh, boolean endOthers)
      throws ChatFailure {
    ChangePasswordRequest request =
        ChangePasswordRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setOldPassword(old)
            .setNewPassword(fresh)
            .setEndOtherSessions(endOthers)
            .build();
    calls.call(AccountServiceGrpc.getChangePasswordMethod(), CHANGES, token, request);
  }

  /** {@code current}: the one that asks. */
  public record OpenSession(
      String id,
      String client,
      long createdMillis,
      long lastUsedMillis,
      long expiresMillis,
      boolean current) {}

  /** Newest first. */
  public List<OpenSession> sessions() throws ChatFailure {
    ListSessionsResponse answer =
        calls.call(
            AccountServiceGrpc.getListSessionsMethod(),
            READS,
            token,
            ListSessionsRequest.getDefaultInstance());
    return answer.getSessionsList().stream().map(Wire::session).toList();
  }

  public void revoke(RequestId id, String session) throws ChatFailure {
    RevokeSessionRequest request =
        RevokeSessionRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setSessionId(session)
            .build();
    calls.call(AccountServiceGrpc.getRevokeSessionMethod(), CHANGES, token, request);
  }

  /** For good. {@code name}: the account's own, against mistakes. */
  public void delete(RequestId id, String name) throws ChatFailure {
    DeleteAccountRequest request =
        DeleteAccountRequest.newBuilder().setRequestId(Wire.bytes(id)).setConfirmName(name).build();
    calls.call(AccountServiceGrpc.getDeleteAccountMethod(), CHANGES, token, request);
  }

  public void block(RequestId id, String name) throws ChatFailure {
    BlockRequest request =
        BlockRequest.newBuilder().setRequestId(Wire.bytes(id)).setName(name).build();
    calls.call(ChatServiceGrpc.getBlockMethod(), CHANGES, token, request);
  }

  public void unblock(RequestId id, String name) throws ChatFailure {
    UnblockRequest request =
        UnblockRequest.newBuilder().setRequestId(Wire.bytes(id)).setName(name).build();
    calls.call(ChatServiceGrpc.getUnblockMethod(), CHANGES, token, request);
  }

  public record Blocked(String name, long sinceMillis) {}

  /** By name. */
  public List<Blocked> blocked() throws ChatFailure {
    ListBlockedResponse answer =
        calls.call(
            ChatServiceGrpc.getListBlockedMethod(),
            READS,
            token,
            ListBlockedRequest.getDefaultInstance());
    return answer.getBlockedList().stream()
        .map(b -> new Blocked(b.getName(), b.getSinceMillis()))
        .toList();
  }

  /**
   * All that the server holds of the caller, in its order; the last part is an {@link
   * ExportPart.End}, or else this fails.
   */
  public void export(Consumer<ExportPart> sink) throws ChatFailure {
    boolean[] whole = {false};
    calls.stream(
        AccountServiceGrpc.getExportAccountMethod(),
        token,
        ExportAccountRequest.getDefaultInstance(),
        response -> {
          ExportPart part = Wire.exported(response);
          whole[0] |= part instanceof ExportPart.End;
          sink.accept(part);
        });
    if (!whole[0]) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED, "the export isn't whole: its end is missing", "run it again");
    }
  }
}

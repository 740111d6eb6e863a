package chat.node.grpc;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.Fingerprint;
import chat.node.chat.Refusal;
import chat.node.chat.RequestId;
import chat.node.chat.TokenHash;
import chat.node.host.Replication.Committed;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChangePasswordRequest;
import chat.proto.chat.v1.ChangePasswordResponse;
import chat.proto.chat.v1.DeleteAccountRequest;
import chat.proto.chat.v1.DeleteAccountResponse;
import chat.proto.chat.v1.ListSessionsRequest;
import chat.proto.chat.v1.ListSessionsResponse;
import chat.proto.chat.v1.LogoutRequest;
import chat.proto.chat.v1.LogoutResponse;
import chat.proto.chat.v1.RevokeSessionRequest;
import chat.proto.chat.v1.RevokeSessionResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What ends sessions, and the list of them. Sessions that ended are refused, and their
 * subscriptions closed, before the call that ended them is answered.
 */
final class SessionEndpoint {
  private final LocalNode node;
  private final Sessions sessions;
  private final SessionCalls calls;
  private final Subscriptions subscriptions;
  private final PasswordChecks passwords;

  SessionEndpoint(
      LocalNode node,
      Sessions sessions,
      SessionCalls calls,
      Subscriptions subscriptions,
      PasswordChecks passwords) {
    this.node = node;
    this.sessions = sessions;
    this.calls = calls;
    this.subscriptions = subscriptions;
    this.passwords = passwords;
  }

  List<Method> methods() {
    return List.of(
        Method.mutation(
            AccountServiceGrpc.getLogoutMethod(),
            Handler.unary(LogoutRequest.parser(), this::logout)),
        Method.mutation(
            AccountServiceGrpc.getChangePasswordMethod(),
            Handler.unary(ChangePasswordRequest.parser(), this::changePassword)),
        Method.read(
            AccountServiceGrpc.getListSessionsMethod(),
            Handler.unary(ListSessionsRequest.parser(), (caller, _) -> listSessions(caller))),
        Method.mutation(
            AccountServiceGrpc.getRevokeSessionMethod(),
            Handler.unary(RevokeSessionRequest.parser(), this::revokeSession)),
        Method.mutation(
            AccountServiceGrpc.getDeleteAccountMethod(),
            Handler.unary(DeleteAccountRequest.parser(), this::deleteAccount)));
  }

  private CompletableFuture<LogoutResponse> logout(Caller caller, LogoutRequest asked)
      throws CallFailure {
    TokenHash own = caller.token();
    CompletableFuture<Committed> loggedOut =
        calls.change(
            caller,
            () -> {
              byte[] id = asked.getRequestId().toByteArray();
              Failures.refuseIf(node.validation().requestId(id));
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of("logout", own.hex(), Boolean.toString(asked.getAll())),
                  (session, stamp) ->
                      new AccountCommand.Logout(stamp, session.account(), own, asked.getAll()));
            });
    return ending(own, loggedOut, token -> asked.getAll() || token.equals(own))
        .thenApply(
            committed -> LogoutResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  private CompletableFuture<RevokeSessionResponse> revokeSession(
      Caller caller, RevokeSessionRequest asked) throws CallFailure {
    String which = asked.getSessionId();
    CompletableFuture<Committed> revoked =
        calls.change(
            caller,
            () -> {
              byte[] id = asked.getRequestId().toByteArray();
              Failures.refuseIf(node.validation().requestId(id));
              Failures.refuseIf(node.validation().sessionId(which));
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of("revoke-session", which),
                  (session, stamp) ->
                      new AccountCommand.RevokeSession(stamp, session.account(), which));
            });
    return ending(caller.token(), revoked, token -> token.sessionId().equals(which))
        .thenApply(
            committed ->
                RevokeSessionResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  /** Those with whom the account spoke are told, too, before anything that may fail. */
  private CompletableFuture<DeleteAccountResponse> deleteAccount(
      Caller caller, DeleteAccountRequest asked) throws CallFailure {
    String confirmed = asked.getConfirmName();
    CompletableFuture<Committed> deleted =
        calls
            .change(
                caller,
                () -> {
                  byte[] id = asked.getRequestId().toByteArray();
                  Failures.refuseIf(node.validation().requestId(id));
                  return new SessionCalls.Change(
                      RequestId.of(id),
                      Fingerprint.of("delete-account", confirmed),
                      session -> unlessConfirmed(session, confirmed),
                      (session, stamp) ->
                          new AccountCommand.DeleteAccount(stamp, session.account()));
                })
            .thenApply(
                committed -> {
                  if (!committed.answer().replayed()) {
                    subscriptions.touchPeersOf(
                        new AccountName(confirmed), committed.answer().position());
                  }
                  return committed;
                });
    return ending(caller.token(), deleted, _ -> true)
        .thenApply(
            committed ->
                DeleteAccountResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  private static Optional<Refusal> unlessConfirmed(Sessions.Live session, String confirmed) {
    return session.account().value().equals(confirmed)
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Reason.INVALID_ARGUMENT,
                "to delete an account its own name has to be given: " + session.account()));
  }

  /**
   * Once this change is committed: ends those of the sessions that it may have ended, of the
   * account by whose session it was asked.
   */
  private CompletableFuture<Committed> ending(
      TokenHash token, CompletableFuture<Committed> change, Predicate<TokenHash> ends) {
    return change.thenCompose(
        committed ->
            node.peek(
                ReadFor.afterChange(token), // Streams end though the caller is gone.
                () -> {
                  node.reader().ownerOf(token).ifPresent(account -> end(account, ends));
                  return committed;
                }));
  }

  /**
   * Ends those of these sessions that the applied state doesn't hold any more. The state decides,
   * not the request: a replay arrives after later log-ins, whose sessions go on. Blocks.
   */
  private void end(AccountName account, Predicate<TokenHash> which) {
    Predicate<TokenHash> ended = which.and(one -> node.reader().session(one).isEmpty());
    sessions.end(account, ended);
    subscriptions.endSessions(account, ended);
  }

  /**
   * A retry is recognized before the old password is looked at, and again before it is called
   * wrong: the first attempt may have changed it meanwhile.
   */
  private CompletableFuture<ChangePasswordResponse> changePassword(
      Caller caller, ChangePasswordRequest asked) throws CallFailure {
    byte[] id = asked.getRequestId().toByteArray();
    Failures.refuseIf(node.validation().requestId(id));
    Failures.refuseIf(node.validation().password(asked.getNewPassword()));
    boolean endOthers = asked.getEndOtherSessions();
    Fingerprint fingerprint = Fingerprint.of("change-password", Boolean.toString(endOthers));
    TokenHash own = caller.token();
    return sessions
        .ownerOf(own, caller)
        .thenCompose(
            owner -> {
              if (owner.isEmpty()) {
                return Failures.<Committed>failed(SessionCalls.ended());
              }
              RequestKey key = new RequestKey(owner.get(), RequestId.of(id), fingerprint);
              ReadFor who = ReadFor.lookUp(caller, owner.get());
              return node.once(who, key, () -> verifiedChange(caller, asked, key))
                  .thenCompose(committed -> endingOthers(own, key.scope(), endOthers, committed));
            })
        .thenApply(
            committed ->
                ChangePasswordResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  private CompletableFuture<Committed> endingOthers(
      TokenHash own, AccountName account, boolean endOthers, Committed committed) {
    return endOthers
        ? node.peek(
            ReadFor.afterChange(own),
            () -> {
              end(account, token -> !token.equals(own));
              return committed;
            })
        : CompletableFuture.completedFuture(committed);
  }

  private CompletableFuture<Committed> verifiedChange(
      Caller caller, ChangePasswordRequest asked, RequestKey key) {
    return authenticated(caller)
        .thenCompose(
            session -> {
              PasswordSource device = new PasswordSource.Device(session.token());
              return passwords
                  .verify(session.account(), asked.getOldPassword(), caller, device, key)
                  .thenCombine(
                      passwords.hash(asked.getNewPassword(), device),
                      (account, hash) -> new Verified(session, account, hash));
            })
        .thenCompose(
            verified ->
                node.submit(
                    time ->
                        new AccountCommand.ChangePassword(
                            key.stampedAt(time),
                            verified.account().name(),
                            verified.newHash(),
                            verified.account().passwordPosition(),
                            verified.session().token(),
                            asked.getEndOtherSessions())));
  }

  private record Verified(Sessions.Live session, ChatReader.Account account, String newHash) {}

  private CompletableFuture<Sessions.Live> authenticated(Caller caller) {
    try {
      return sessions.charged(caller, 1);
    } catch (CallFailure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<ListSessionsResponse> listSessions(Caller caller) throws CallFailure {
    TokenHash own = caller.token();
    return calls.read(
        caller,
        session ->
            ListSessionsResponse.newBuilder()
                .addAllSessions(
                    node
                        .reader()
                        .sessions(session.account(), node.nowMillis(), node.limits().pageMax())
                        .stream()
                        .map(one -> Answers.session(one, own))
                        .toList())
                .build());
  }
}

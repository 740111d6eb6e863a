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
    return change(
            caller,
            new Asked(
                () -> {
                  byte[] id = asked.getRequestId().toByteArray();
                  Failures.refuseIf(node.validation().requestId(id));
                  return new SessionCalls.Change(
                      RequestId.of(id),
                      Fingerprint.of("logout", own.hex(), Boolean.toString(asked.getAll())),
                      (session, stamp) ->
                          new AccountCommand.Logout(stamp, session.account(), own, asked.getAll()));
                },
                token -> asked.getAll() || token.equals(own)))
        .thenApply(
            committed -> LogoutResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  private CompletableFuture<RevokeSessionResponse> revokeSession(
      Caller caller, RevokeSessionRequest asked) throws CallFailure {
    String which = asked.getSessionId();
    return change(
            caller,
            new Asked(
                () -> {
                  byte[] id = asked.getRequestId().toByteArray();
                  Failures.refuseIf(node.validation().requestId(id));
                  Failures.refuseIf(node.validation().sessionId(which));
                  return new SessionCalls.Change(
                      RequestId.of(id),
                      Fingerprint.of("revoke-session", which),
                      (session, stamp) ->
                          new AccountCommand.RevokeSession(stamp, session.account(), which));
                },
                token -> token.sessionId().equals(which)))
        .thenApply(
            committed ->
                RevokeSessionResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  /** Those with whom the account spoke are told, too. */
  private CompletableFuture<DeleteAccountResponse> deleteAccount(
      Caller caller, DeleteAccountRequest asked) throws CallFailure {
    String confirmed = asked.getConfirmName();
    return change(
            caller,
            new Asked(
                () -> {
                  byte[] id = asked.getRequestId().toByteArray();
                  Failures.refuseIf(node.validation().requestId(id));
                  return new SessionCalls.Change(
                      RequestId.of(id),
                      Fingerprint.of("delete-account", confirmed),
                      session -> unlessConfirmed(session, confirmed),
                      (session, stamp) ->
                          new AccountCommand.DeleteAccount(stamp, session.account()));
                },
                _ -> true))
        .thenApply(
            committed -> {
              long position = committed.answer().position();
              tellPeers(new AccountName(confirmed), position);
              return DeleteAccountResponse.newBuilder()
                  .setCommit(Answers.commit(committed))
                  .build();
            });
  }

  private void tellPeers(AccountName deleted, long position) {
    var _ =
        node.peek(ReadFor.node(), () -> node.reader().peers(deleted, "", Integer.MAX_VALUE))
            .thenAccept(peers -> peers.forEach(subscriptions::touch));
    var _ =
        node.peek(ReadFor.node(), () -> node.reader().groupsLeft(deleted, position))
            .thenAccept(groups -> groups.forEach(subscriptions::touch));
  }

  private static Optional<Refusal> unlessConfirmed(Sessions.Live session, String confirmed) {
    return session.account().value().equals(confirmed)
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Reason.INVALID_ARGUMENT,
                "to delete an account its own name has to be given: " + session.account()));
  }

  /** What ends sessions, and which: of the account by whose session it was asked. */
  private record Asked(SessionCalls.Reading reading, Predicate<TokenHash> ends) {}

  private CompletableFuture<Committed> change(Caller caller, Asked asked) throws CallFailure {
    TokenHash token = caller.token();
    return calls
        .change(caller, asked.reading())
        .thenCompose(
            committed ->
                node.peek(ReadFor.lookUp(caller), () -> node.reader().ownerOf(token))
                    .thenApply(
                        owner -> {
                          owner.ifPresent(account -> end(account, asked.ends()));
                          return committed;
                        }));
  }

  private void end(AccountName account, Predicate<TokenHash> which) {
    sessions.end(account, which);
    subscriptions.endSessions(account, which);
  }

  /** A retry is recognized before the old password is looked at: it may be the new one by now. */
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
            owner ->
                owner.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.<Committed>empty())
                    : node.repeated(owner.get(), RequestId.of(id), fingerprint))
        .thenCompose(
            repeated ->
                repeated.isPresent()
                    ? CompletableFuture.completedFuture(repeated.get())
                    : verifiedChange(caller, asked, RequestId.of(id), fingerprint))
        .thenApply(
            committed ->
                ChangePasswordResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  private CompletableFuture<Committed> verifiedChange(
      Caller caller, ChangePasswordRequest asked, RequestId id, Fingerprint fingerprint) {
    boolean endOthers = asked.getEndOtherSessions();
    return authenticated(caller)
        .thenCompose(
            session ->
                passwords
                    .verify(session.account(), asked.getOldPassword(), caller)
                    .thenCombine(
                        passwords.hash(asked.getNewPassword()),
                        (account, hash) -> new Verified(session, account, hash)))
        .thenCompose(
            verified ->
                node.submit(
                        time ->
                            new AccountCommand.ChangePassword(
                                new chat.node.chat.Command.Stamp(id, fingerprint, time),
                                verified.account().name(),
                                verified.newHash(),
                                verified.account().passwordPosition(),
                                verified.session().token(),
                                endOthers))
                    .thenApply(
                        committed -> {
                          if (endOthers) {
                            TokenHash own = verified.session().token();
                            end(verified.account().name(), token -> !token.equals(own));
                          }
                          return committed;
                        }));
  }

  private record Verified(Sessions.Live session, ChatReader.Account account, String newHash) {}

  private CompletableFuture<Sessions.Live> authenticated(Caller caller) {
    try {
      return sessions
          .authenticate(caller)
          .thenCompose(
              session -> {
                long missing = session.takeCall();
                return missing > 0
                    ? Failures.failed(SessionCalls.limited(missing))
                    : CompletableFuture.completedFuture(session);
              });
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

package chat.node.grpc;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.AccountOutcome;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;
import chat.node.chat.TokenHash;
import chat.node.host.Replication.Committed;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.LoginResponse;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.RegisterResponse;
import chat.proto.chat.v1.WhoAmIRequest;
import chat.proto.chat.v1.WhoAmIResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Making accounts and logging in. Passwords are hashed and verified here, on the primary, before
 * the log, which carries hashes only. A retry is recognized before its password is looked at again:
 * its token, which only the caller knows, is part of what is compared.
 */
final class AccountEndpoint {
  private final LocalNode node;
  private final Sessions sessions;
  private final PasswordChecks passwords;
  private final Registrations registrations;
  private final Operators operators;

  AccountEndpoint(
      LocalNode node,
      Sessions sessions,
      PasswordChecks passwords,
      Registrations registrations,
      Operators operators) {
    this.node = node;
    this.sessions = sessions;
    this.passwords = passwords;
    this.registrations = registrations;
    this.operators = operators;
  }

  List<Method> methods() {
    return List.of(
        Method.mutation(
            AccountServiceGrpc.getRegisterMethod(),
            Handler.unary(RegisterRequest.parser(), this::register)),
        Method.mutation(
            AccountServiceGrpc.getLoginMethod(), Handler.unary(LoginRequest.parser(), this::login)),
        Method.read(
            AccountServiceGrpc.getWhoAmIMethod(),
            Handler.unary(WhoAmIRequest.parser(), (caller, _) -> whoAmI(caller))));
  }

  private CompletableFuture<RegisterResponse> register(Caller caller, RegisterRequest asked)
      throws CallFailure {
    Failures.refuseIf(node.validation().requestId(asked.getRequestId().toByteArray()));
    Failures.refuseIf(node.validation().name(asked.getName()));
    Failures.refuseIf(node.validation().password(asked.getPassword()));
    AccountName name = new AccountName(asked.getName());
    RequestKey key =
        new RequestKey(
            name,
            RequestId.of(asked.getRequestId().toByteArray()),
            Fingerprint.of("register", name.value()));
    return node.once(ReadFor.lookUp(caller), key, () -> registered(caller, key, asked))
        .thenApply(
            committed ->
                RegisterResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  /**
   * A retry that isn't in the applied state yet is told by applying it; so a name that is taken
   * goes through the log, too, but spares the hashing.
   */
  private CompletableFuture<Committed> registered(
      Caller caller, RequestKey key, RegisterRequest asked) {
    Optional<Failure> limited = registrations.take(caller);
    if (limited.isPresent()) {
      return Failures.failed(limited.get());
    }
    return node.read(ReadFor.lookUp(caller), () -> node.reader().account(key.scope()).isPresent())
        .thenCompose(
            taken -> taken ? CompletableFuture.completedFuture("") : hash(caller, key, asked))
        .thenCompose(
            hash ->
                node.submit(
                    time -> new AccountCommand.Register(key.stampedAt(time), key.scope(), hash)));
  }

  private CompletableFuture<String> hash(Caller caller, RequestKey key, RegisterRequest asked) {
    return operators
        .registrationRefusal(key.scope(), asked.getOperatorCode())
        .map(refusal -> Failures.<String>failed(new Failure.Refused(refusal)))
        .orElseGet(() -> passwords.hash(asked.getPassword(), PasswordSource.Stranger.of(caller)));
  }

  private CompletableFuture<LoginResponse> login(Caller caller, LoginRequest asked)
      throws CallFailure {
    Failures.refuseIf(node.validation().requestId(asked.getRequestId().toByteArray()));
    Failures.refuseIf(node.validation().name(asked.getName()));
    Failures.refuseIf(node.validation().token(asked.getSessionToken().toByteArray()));
    Failures.refuseIf(node.validation().client(asked.getClient()));
    AccountName name = new AccountName(asked.getName());
    TokenHash token = TokenHash.of(asked.getSessionToken().toByteArray());
    RequestKey key =
        new RequestKey(
            name,
            RequestId.of(asked.getRequestId().toByteArray()),
            Fingerprint.of("login", name.value(), token.hex(), asked.getClient()));
    return node.once(
            ReadFor.lookUp(caller),
            key,
            () ->
                passwords
                    .sourceOf(name, caller)
                    .thenCompose(
                        source -> passwords.verify(name, asked.getPassword(), caller, source, key))
                    .thenCompose(
                        account ->
                            node.submit(
                                time ->
                                    new AccountCommand.OpenSession(
                                        key.stampedAt(time),
                                        name,
                                        token,
                                        asked.getClient(),
                                        node.limits().expiryAt(time),
                                        account.passwordPosition()))))
        .thenApply(AccountEndpoint::loggedIn);
  }

  private static LoginResponse loggedIn(Committed committed) {
    if (committed.answer().outcome()
        instanceof AccountOutcome.SessionOpened(String id, long expires)) {
      return LoginResponse.newBuilder()
          .setCommit(Answers.commit(committed))
          .setSessionId(id)
          .setExpiresMillis(expires)
          .build();
    }
    throw Answers.unexpected(committed);
  }

  private CompletableFuture<WhoAmIResponse> whoAmI(Caller caller) throws CallFailure {
    return sessions
        .charged(caller, 1)
        .thenCompose(
            session ->
                node.read(ReadFor.lookUp(caller, session.account()), () -> describe(session)));
  }

  private WhoAmIResponse describe(Sessions.Live session) {
    return WhoAmIResponse.newBuilder()
        .setName(session.account().value())
        .setSessionId(session.token().sessionId())
        .setExpiresMillis(session.expiresMillis())
        .setOperator(operators.contains(session.account()))
        .build();
  }
}

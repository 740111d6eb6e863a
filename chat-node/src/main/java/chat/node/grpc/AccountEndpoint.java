package chat.node.grpc;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.AccountOutcome;
import chat.node.chat.Command;
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
    RequestId id = RequestId.of(asked.getRequestId().toByteArray());
    AccountName name = new AccountName(asked.getName());
    Fingerprint fingerprint = Fingerprint.of("register", name.value());
    return node.read(ReadFor.lookUp(caller), () -> node.reader().account(name).isPresent())
        .thenCombine(node.repeated(name, id, fingerprint), TakenOrRepeated::new)
        .thenCompose(
            found -> {
              if (found.repeated().isPresent()) {
                return CompletableFuture.completedFuture(found.repeated().get());
              }
              Optional<Failure> limited = registrations.take(caller);
              if (limited.isPresent()) {
                return Failures.failed(limited.get());
              }
              // A retry that isn't in the applied state yet is told by applying it; so a name that
              // is taken goes through the log, too, but spares the hashing.
              return found.taken()
                  ? node.submit(time -> registering(id, fingerprint, time, name, ""))
                  : passwords
                      .hash(asked.getPassword())
                      .thenCompose(
                          hash ->
                              node.submit(time -> registering(id, fingerprint, time, name, hash)));
            })
        .thenApply(
            committed ->
                RegisterResponse.newBuilder().setCommit(Answers.commit(committed)).build());
  }

  private record TakenOrRepeated(boolean taken, Optional<Committed> repeated) {}

  private static Command registering(
      RequestId id, Fingerprint fingerprint, long time, AccountName name, String hash) {
    return new AccountCommand.Register(new Command.Stamp(id, fingerprint, time), name, hash);
  }

  private CompletableFuture<LoginResponse> login(Caller caller, LoginRequest asked)
      throws CallFailure {
    Failures.refuseIf(node.validation().requestId(asked.getRequestId().toByteArray()));
    Failures.refuseIf(node.validation().name(asked.getName()));
    Failures.refuseIf(node.validation().token(asked.getSessionToken().toByteArray()));
    Failures.refuseIf(node.validation().client(asked.getClient()));
    RequestId id = RequestId.of(asked.getRequestId().toByteArray());
    AccountName name = new AccountName(asked.getName());
    TokenHash token = TokenHash.of(asked.getSessionToken().toByteArray());
    Fingerprint fingerprint = Fingerprint.of("login", name.value(), token.hex(), asked.getClient());
    return node.repeated(name, id, fingerprint)
        .thenCompose(
            repeated ->
                repeated.isPresent()
                    ? CompletableFuture.completedFuture(repeated.get())
                    : passwords
                        .verify(name, asked.getPassword(), caller)
                        .thenCompose(
                            account ->
                                node.submit(
                                    time ->
                                        new AccountCommand.OpenSession(
                                            new Command.Stamp(id, fingerprint, time),
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
        .authenticate(caller)
        .thenCompose(
            session ->
                node.read(
                    ReadFor.lookUp(session.account()),
                    () ->
                        WhoAmIResponse.newBuilder()
                            .setName(session.account().value())
                            .setSessionId(session.token().sessionId())
                            .setExpiresMillis(session.expiresMillis())
                            .setOperator(operators.contains(session.account()))
                            .build()));
  }
}

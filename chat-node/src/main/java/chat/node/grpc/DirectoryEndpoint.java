package chat.node.grpc;

import chat.node.chat.ChatReader;
import chat.proto.chat.v1.DirectoryServiceGrpc;
import chat.proto.chat.v1.ListUsersRequest;
import chat.proto.chat.v1.ListUsersResponse;
import chat.proto.chat.v1.User;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who is here. Needs a session. */
final class DirectoryEndpoint {
  private final LocalNode node;
  private final SessionCalls calls;

  DirectoryEndpoint(LocalNode node, SessionCalls calls) {
    this.node = node;
    this.calls = calls;
  }

  List<Method> methods() {
    return List.of(
        Method.read(
            DirectoryServiceGrpc.getListUsersMethod(),
            Handler.unary(ListUsersRequest.parser(), this::listUsers)));
  }

  private CompletableFuture<ListUsersResponse> listUsers(Caller caller, ListUsersRequest asked)
      throws CallFailure {
    return calls.read(
        caller,
        ReadCost.page(node.validation().entriesOfPage(asked.getPageSize())),
        _ -> {
          Failures.refuseIf(node.validation().pattern(asked.getPattern()));
          Failures.refuseIf(node.validation().pageSize(asked.getPageSize()));
          int size = node.validation().entriesOfPage(asked.getPageSize());
          String pattern = asked.getPattern().isEmpty() ? "*" : asked.getPattern();
          ChatReader.AccountPage found = node.reader().accounts(pattern, asked.getAfter(), size);
          var page = ListUsersResponse.newBuilder().setNextAfter(found.next());
          found
              .accounts()
              .forEach(
                  account ->
                      page.addUsers(
                          User.newBuilder()
                              .setName(account.name().value())
                              .setCreatedMillis(account.createdMillis())));
          return page.build();
        });
  }
}

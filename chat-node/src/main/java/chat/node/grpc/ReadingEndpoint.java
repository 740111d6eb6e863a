package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.Refusal;
import chat.node.chat.ResultPage;
import chat.node.chat.SearchQuery;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.InboxRequest;
import chat.proto.chat.v1.InboxResponse;
import chat.proto.chat.v1.ListConversationsRequest;
import chat.proto.chat.v1.ListConversationsResponse;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.ListMessagesResponse;
import chat.proto.chat.v1.SearchRequest;
import chat.proto.chat.v1.SearchResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Messages as they are read: history, inbox, conversations, search. Changes nothing. */
final class ReadingEndpoint {
  private final LocalNode node;
  private final SessionCalls calls;

  ReadingEndpoint(LocalNode node, SessionCalls calls) {
    this.node = node;
    this.calls = calls;
  }

  List<Method> methods() {
    return List.of(
        Method.read(
            ChatServiceGrpc.getListMessagesMethod(),
            Handler.unary(ListMessagesRequest.parser(), this::listMessages)),
        Method.read(
            ChatServiceGrpc.getInboxMethod(), Handler.unary(InboxRequest.parser(), this::inbox)),
        Method.read(
            ChatServiceGrpc.getListConversationsMethod(),
            Handler.unary(ListConversationsRequest.parser(), this::listConversations)),
        Method.read(
            ChatServiceGrpc.getSearchMethod(),
            Handler.unary(SearchRequest.parser(), this::search)));
  }

  private CompletableFuture<ListMessagesResponse> listMessages(
      Caller caller, ListMessagesRequest asked) throws CallFailure {
    return calls.read(
        caller,
        ReadCost.page(node.validation().entriesOfPage(asked.getLimit())),
        session -> {
          Failures.refuseIf(node.validation().recipient(asked.getWith()));
          Failures.refuseIf(node.validation().seqBound(asked.getBeforeSeq()));
          Failures.refuseIf(node.validation().seqBound(asked.getAfterSeq()));
          Failures.refuseIf(node.validation().pageSize(asked.getLimit()));
          ConversationId conversation = conversation(session.account(), asked.getWith());
          int size = node.validation().entriesOfPage(asked.getLimit());
          ResultPage<ChatReader.Message> found =
              node.reader()
                  .messages(
                      session.account(),
                      conversation,
                      asked.getAfterSeq(),
                      asked.getBeforeSeq(),
                      size);
          return ListMessagesResponse.newBuilder()
              .addAllMessages(found.rows().stream().map(Answers::message).toList())
              .setMore(found.more())
              .setNextSeq(found.more() ? found.next() : 0)
              .build();
        });
  }

  /** That with another user, who exists, or of a group, which the caller belongs to. */
  private ConversationId conversation(AccountName caller, String with) throws CallFailure {
    if (GroupId.isValid(with)) {
      GroupId group = GroupId.parse(with);
      if (node.reader().group(caller, group).isEmpty()) {
        throw GroupEndpoint.unknown(group);
      }
      return group;
    }
    AccountName other = new AccountName(with);
    if (node.reader().account(other).isEmpty()) {
      throw Failures.refused(Refusal.Reason.USER_NOT_FOUND, "there is no user " + with);
    }
    return ConversationId.of(caller, other);
  }

  private CompletableFuture<InboxResponse> inbox(Caller caller, InboxRequest asked)
      throws CallFailure {
    return calls.read(
        caller,
        ReadCost.page(node.validation().entriesOfPage(asked.getLimit())),
        session -> {
          Failures.refuseIf(node.validation().pageSize(asked.getLimit()));
          int size = node.validation().entriesOfPage(asked.getLimit());
          ResultPage<ChatReader.Message> found =
              node.reader().inbox(session.account(), Page.parse(asked.getPage(), 0), size);
          var page =
              InboxResponse.newBuilder()
                  .setUnreadTotal(node.reader().unreadCount(session.account()))
                  .addAllMessages(found.rows().stream().map(Answers::message).toList());
          if (found.more()) {
            page.setNextPage(Page.of(found.next()));
          }
          return page.build();
        });
  }

  private CompletableFuture<ListConversationsResponse> listConversations(
      Caller caller, ListConversationsRequest asked) throws CallFailure {
    return calls.read(
        caller,
        ReadCost.page(node.validation().entriesOfPage(asked.getLimit())),
        session -> {
          Failures.refuseIf(node.validation().pageSize(asked.getLimit()));
          int size = node.validation().entriesOfPage(asked.getLimit());
          ResultPage<ChatReader.Conversation> found =
              node.reader()
                  .conversations(
                      session.account(), Page.parse(asked.getPage(), Long.MAX_VALUE), size);
          var page = ListConversationsResponse.newBuilder();
          found.rows().stream().map(Answers::conversation).forEach(page::addConversations);
          if (found.more()) {
            page.setNextPage(Page.of(found.next()));
          }
          return page.build();
        });
  }

  private CompletableFuture<SearchResponse> search(Caller caller, SearchRequest asked)
      throws CallFailure {
    return calls.read(
        caller,
        ReadCost.search(node.validation().entriesOfPage(asked.getLimit())),
        session -> {
          Failures.refuseIf(node.validation().pageSize(asked.getLimit()));
          SearchQuery query =
              switch (SearchQuery.read(asked.getQuery())) {
                case SearchQuery.Reading.Good(SearchQuery good) -> good;
                case SearchQuery.Reading.Bad(Refusal refusal) ->
                    throw new Failure.Refused(refusal).asException();
              };
          Optional<ConversationId> within = Optional.empty();
          if (!asked.getWith().isEmpty()) {
            Failures.refuseIf(node.validation().recipient(asked.getWith()));
            within = Optional.of(conversation(session.account(), asked.getWith()));
          }
          int size = node.validation().entriesOfPage(asked.getLimit());
          ResultPage<ChatReader.Message> found =
              node.reader()
                  .search(
                      session.account(),
                      query,
                      within,
                      Page.parse(asked.getPage(), Long.MAX_VALUE),
                      size);
          var page = SearchResponse.newBuilder();
          found.rows().stream().map(Answers::message).forEach(page::addMessages);
          if (found.more()) {
            page.setNextPage(Page.of(found.next()));
          }
          return page.build();
        });
  }
}

package chat.cli.client;

import static chat.cli.client.RetryingCalls.Effect.CHANGES;
import static chat.cli.client.RetryingCalls.Effect.READS;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.Commit;
import chat.proto.chat.v1.DeleteMessagesRequest;
import chat.proto.chat.v1.DirectoryServiceGrpc;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.InboxRequest;
import chat.proto.chat.v1.InboxResponse;
import chat.proto.chat.v1.ListConversationsRequest;
import chat.proto.chat.v1.ListConversationsResponse;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.ListMessagesResponse;
import chat.proto.chat.v1.ListUsersRequest;
import chat.proto.chat.v1.ListUsersResponse;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.LoginResponse;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.SearchRequest;
import chat.proto.chat.v1.SearchResponse;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import chat.proto.chat.v1.WhoAmIRequest;
import chat.proto.chat.v1.WhoAmIResponse;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chat, through any node. Every call blocks until it is answered or the timeout has passed, and
 * is repeated with the same request id in between; a {@link ChatFailure} says what is known then.
 * Any thread.
 */
public final class ChatClient implements AutoCloseable {
  private static final String NAME = "chat-cli";
  private final RetryingCalls calls;
  private final Optional<byte[]> token;

  /** For whichever cluster answers. */
  public ChatClient(Route route, Optional<byte[]> token, Duration timeout, Notices notices) {
    this(route, token, "", timeout, notices);
  }

  /**
   * {@code cluster}: the id of the cluster that every call is for; another cluster refuses the call
   * before it looks at anything else. Empty: for whichever cluster answers.
   */
  public ChatClient(
      Route route, Optional<byte[]> token, String cluster, Duration timeout, Notices notices) {
    this.calls = new RetryingCalls(route, cluster, timeout, notices);
    this.token = token.map(byte[]::clone);
  }

  /** What somebody does with their own account. */
  public AccountCalls account() {
    return new AccountCalls(calls, token);
  }

  public GroupCalls groups() {
    return new GroupCalls(calls, token);
  }

  /** What operators do. */
  public ClusterCalls cluster() {
    return new ClusterCalls(calls, token);
  }

  /**
   * Asks which cluster answers, and names it with every later call: its id; empty where the node
   * that answers doesn't know it yet.
   */
  public String bind() throws ChatFailure {
    String id = status().clusterId();
    calls.name(id);
    return id;
  }

  /**
   * {@code operatorCode}: for a name that the nodes' configuration names as an operator; or empty.
   */
  public void register(RequestId id, String name, String password, String operatorCode)
      throws ChatFailure {
    RegisterRequest request =
        RegisterRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setName(name)
            .setPassword(password)
            .setOperatorCode(operatorCode)
            .build();
    calls.call(AccountServiceGrpc.getRegisterMethod(), CHANGES, Optional.empty(), request);
  }

  /**
   * {@code held}: a session token that this device has of the account; a device that the account
   * knows isn't slowed with strangers.
   */
  public Login.Opened login(Login login, Optional<byte[]> held) throws ChatFailure {
    LoginRequest request =
        LoginRequest.newBuilder()
            .setRequestId(Wire.bytes(login.requestId()))
            .setName(login.name())
            .setPassword(login.password())
            .setSessionToken(ByteString.copyFrom(login.token()))
            .setClient(NAME)
            .build();
    LoginResponse answer = calls.call(AccountServiceGrpc.getLoginMethod(), CHANGES, held, request);
    return new Login.Opened(answer.getSessionId(), answer.getExpiresMillis());
  }

  /** Whose session this is, and until when. */
  public record Identity(String name, String sessionId, long expiresMillis) {}

  public Identity whoAmI() throws ChatFailure {
    WhoAmIResponse answer =
        calls.call(
            AccountServiceGrpc.getWhoAmIMethod(), READS, token, WhoAmIRequest.getDefaultInstance());
    return new Identity(answer.getName(), answer.getSessionId(), answer.getExpiresMillis());
  }

  public record User(String name, long createdMillis) {}

  /** All users that match, in the order of their names. */
  public List<User> users(String pattern) throws ChatFailure {
    List<User> users = new ArrayList<>();
    String after = "";
    do {
      ListUsersRequest request =
          ListUsersRequest.newBuilder().setPattern(pattern).setAfter(after).build();
      ListUsersResponse page =
          calls.call(DirectoryServiceGrpc.getListUsersMethod(), READS, token, request);
      page.getUsersList().forEach(u -> users.add(new User(u.getName(), u.getCreatedMillis())));
      after = page.getNextAfter();
    } while (!after.isEmpty());
    return users;
  }

  public Sent send(RequestId id, String to, String text) throws ChatFailure {
    SendRequest request =
        SendRequest.newBuilder().setRequestId(Wire.bytes(id)).setTo(to).setText(text).build();
    SendResponse answer = calls.call(ChatServiceGrpc.getSendMethod(), CHANGES, token, request);
    Commit commit = answer.getCommit();
    return new Sent(
        answer.getConversation(),
        answer.getSeq(),
        commit.getPosition(),
        commit.getTimeMillis(),
        commit.getInSyncCount(),
        commit.getReplayed());
  }

  /** Raises the caller's marks; zero leaves one as it is. */
  public void mark(RequestId id, String conversation, long deliveredSeq, long readSeq)
      throws ChatFailure {
    MarkRequest request =
        MarkRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setConversation(conversation)
            .setDeliveredSeq(deliveredSeq)
            .setReadSeq(readSeq)
            .build();
    calls.call(ChatServiceGrpc.getMarkMethod(), CHANGES, token, request);
  }

  /** The newest {@code limit} messages below {@code beforeSeq} (0: of all), ascending. */
  public List<ChatMessage> history(String with, long beforeSeq, int limit) throws ChatFailure {
    List<ChatMessage> newestLast = new ArrayList<>();
    long before = beforeSeq;
    while (newestLast.size() < limit) {
      ListMessagesRequest request =
          ListMessagesRequest.newBuilder()
              .setWith(with)
              .setBeforeSeq(before)
              .setLimit(limit - newestLast.size())
              .build();
      ListMessagesResponse page =
          calls.call(ChatServiceGrpc.getListMessagesMethod(), READS, token, request);
      newestLast.addAll(0, page.getMessagesList().stream().map(Wire::message).toList());
      if (!page.getMore()) {
        break;
      }
      before = nextBefore(page);
      if (before == 0) {
        break;
      }
    }
    return newestLast;
  }

  /** A node of an earlier version names no bound; its pages hold a message where more follow. */
  private static long nextBefore(ListMessagesResponse page) {
    if (page.getNextSeq() > 0) {
      return page.getNextSeq();
    }
    return page.getMessagesCount() == 0 ? 0 : page.getMessages(0).getSeq();
  }

  /** Messages, ascending; {@code more}: there are older ones. */
  public record Page(List<ChatMessage> messages, boolean more) {
    public Page {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Messages just below {@code beforeSeq} (0: the newest), as many as the server gives at once; one
   * at least where there is any.
   */
  public Page page(String with, long beforeSeq, int limit) throws ChatFailure {
    long before = beforeSeq;
    ListMessagesResponse page;
    do {
      ListMessagesRequest request =
          ListMessagesRequest.newBuilder()
              .setWith(with)
              .setBeforeSeq(before)
              .setLimit(limit)
              .build();
      page = calls.call(ChatServiceGrpc.getListMessagesMethod(), READS, token, request);
      before = nextBefore(page);
    } while (page.getMore() && page.getMessagesCount() == 0 && before > 0);
    return new Page(page.getMessagesList().stream().map(Wire::message).toList(), page.getMore());
  }

  /** Unread messages, oldest first, and how many there are in all. */
  public record Unread(List<ChatMessage> messages, long total) {
    public Unread {
      messages = List.copyOf(messages);
    }
  }

  public Unread inbox(int limit) throws ChatFailure {
    List<ChatMessage> messages = new ArrayList<>();
    ByteString page = ByteString.EMPTY;
    InboxResponse answer;
    do {
      InboxRequest request =
          InboxRequest.newBuilder().setLimit(limit - messages.size()).setPage(page).build();
      answer = calls.call(ChatServiceGrpc.getInboxMethod(), READS, token, request);
      answer.getMessagesList().forEach(m -> messages.add(Wire.message(m)));
      page = answer.getNextPage();
    } while (messages.size() < limit && !page.isEmpty());
    return new Unread(messages, answer.getUnreadTotal());
  }

  /**
   * {@code with} is what {@link #send} and {@link #history} take, {@code name} what to show; {@code
   * readSeq} is the caller's own mark.
   */
  public record Conversation(
      String id,
      String with,
      String name,
      long lastSeq,
      long unread,
      Optional<ChatMessage> last,
      long readSeq) {}

  /** All of the caller's, that with the newest message first. */
  public List<Conversation> conversations() throws ChatFailure {
    List<Conversation> all = new ArrayList<>();
    ByteString page = ByteString.EMPTY;
    do {
      ListConversationsResponse answer =
          calls.call(
              ChatServiceGrpc.getListConversationsMethod(),
              READS,
              token,
              ListConversationsRequest.newBuilder().setPage(page).build());
      answer.getConversationsList().forEach(c -> all.add(Wire.conversation(c)));
      page = answer.getNextPage();
    } while (!page.isEmpty());
    return all;
  }

  /** How many were still there. */
  public int delete(RequestId id, String conversation, List<Long> seqs, boolean forEveryone)
      throws ChatFailure {
    DeleteMessagesRequest request =
        DeleteMessagesRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setConversation(conversation)
            .addAllSeqs(seqs)
            .setForEveryone(forEveryone)
            .build();
    return calls
        .call(ChatServiceGrpc.getDeleteMessagesMethod(), CHANGES, token, request)
        .getDeleted();
  }

  /** Newest first. {@code with} empty: everywhere. */
  public List<ChatMessage> search(String query, String with, int limit) throws ChatFailure {
    List<ChatMessage> found = new ArrayList<>();
    ByteString page = ByteString.EMPTY;
    do {
      SearchResponse answer =
          calls.call(
              ChatServiceGrpc.getSearchMethod(),
              READS,
              token,
              SearchRequest.newBuilder()
                  .setQuery(query)
                  .setWith(with)
                  .setLimit(limit - found.size())
                  .setPage(page)
                  .build());
      answer.getMessagesList().forEach(m -> found.add(Wire.message(m)));
      page = answer.getNextPage();
    } while (found.size() < limit && !page.isEmpty());
    return found;
  }

  public ClusterState status() throws ChatFailure {
    return Wire.cluster(status(GetStatusRequest.getDefaultInstance()));
  }

  /**
   * With a hash over each replica's whole state, which takes a while on a large one. For operators.
   */
  public ClusterState statusWithHashes() throws ChatFailure {
    GetStatusRequest request = GetStatusRequest.newBuilder().setWithHashes(true).build();
    return Wire.cluster(
        calls.call(ClusterServiceGrpc.getGetStatusMethod(), READS, token, request).getStatus());
  }

  ClusterStatus status(GetStatusRequest request) throws ChatFailure {
    return calls
        .call(ClusterServiceGrpc.getGetStatusMethod(), READS, Optional.empty(), request)
        .getStatus();
  }

  /**
   * Committed events from a cursor on, for as long as the sink wants them, over any number of
   * broken connections. Blocks. Needs a session.
   */
  public void listen(Subscription.Start start, Subscription.Sink sink) throws ChatFailure {
    new Subscription(calls, token, start, sink).run();
  }

  @Override
  public void close() {
    calls.close();
  }
}

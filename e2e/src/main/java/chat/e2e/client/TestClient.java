package chat.e2e.client;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.InboxRequest;
import chat.proto.chat.v1.InboxResponse;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.ListMessagesResponse;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.Message;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A user who never gives up: each call is repeated, with the same request id and at the next node,
 * until it is answered or its time is over. Any thread.
 */
public final class TestClient implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** How long one attempt waits for its answer. */
  private static final int ATTEMPT_MILLIS = 3_000;

  private static final int FIRST_PAUSE_MILLIS = 10;
  private static final int LONGEST_PAUSE_MILLIS = 250;
  private static final int PAGE = 200;

  private final Connections connections;
  private final String name;
  private final long patienceMillis;
  private final byte[] token = new byte[32];

  private TestClient(Supplier<List<String>> addresses, String name, long patienceMillis) {
    this.connections = new Connections(addresses);
    this.name = name;
    this.patienceMillis = patienceMillis;
    RANDOM.nextBytes(token);
  }

  /** A client of {@code name}, not logged in. It gives a call up after {@code patienceMillis}. */
  public static TestClient of(Supplier<List<String>> addresses, String name, long patienceMillis) {
    return new TestClient(addresses, name, patienceMillis);
  }

  public String name() {
    return name;
  }

  public TestClient register(String password) {
    return register(password, "");
  }

  /** Registers a name that the nodes have among their operators: their code proves the right to. */
  public TestClient register(String password, String operatorCode) {
    ByteString id = requestId();
    call(
        AccountServiceGrpc::newBlockingStub,
        stub ->
            stub.register(
                RegisterRequest.newBuilder()
                    .setRequestId(id)
                    .setName(name)
                    .setPassword(password)
                    .setOperatorCode(operatorCode)
                    .build()));
    return this;
  }

  public TestClient login(String password) {
    ByteString id = requestId();
    call(
        AccountServiceGrpc::newBlockingStub,
        stub ->
            stub.login(
                LoginRequest.newBuilder()
                    .setRequestId(id)
                    .setName(name)
                    .setPassword(password)
                    .setSessionToken(ByteString.copyFrom(token))
                    .setClient("e2e")
                    .build()));
    return this;
  }

  /** Sends under a fresh request id. */
  public Acknowledged send(String to, String text) {
    return send(requestId(), to, text);
  }

  public Acknowledged send(ByteString requestId, String to, String text) {
    SendRequest request =
        SendRequest.newBuilder().setRequestId(requestId).setTo(to).setText(text).build();
    SendResponse answer = call(ChatServiceGrpc::newBlockingStub, stub -> stub.send(request));
    return new Acknowledged(
        name,
        answer.getConversation(),
        answer.getSeq(),
        text,
        answer.getCommit().getPosition(),
        answer.getCommit().getInSyncCount());
  }

  /** All messages with {@code other}, ascending; read page by page from the newest down. */
  public List<Received> history(String other) {
    Deque<Received> all = new ArrayDeque<>();
    List<Message> page;
    do {
      long before = all.isEmpty() ? 0 : all.getFirst().seq();
      page = before == 1 ? List.of() : pageBelow(other, before);
      page.reversed().forEach(message -> all.addFirst(received(message)));
    } while (!page.isEmpty());
    return List.copyOf(all);
  }

  /** The seq of the newest message with {@code other}; 0 where there is none. */
  public long newestSeq(String other) {
    List<Message> newest = pageBelow(other, 0);
    return newest.isEmpty() ? 0 : newest.getLast().getSeq();
  }

  /** The name of the conversation with {@code other}. */
  public String conversationWith(String other) {
    return name.compareTo(other) <= 0 ? name + ":" + other : other + ":" + name;
  }

  /** Of the messages with {@code other}, those above {@code seq}, ascending. */
  public List<Received> historyAbove(String other, long seq) {
    List<Received> all = new ArrayList<>();
    ListMessagesResponse page;
    long after = seq;
    do {
      long from = after;
      page =
          call(
              ChatServiceGrpc::newBlockingStub,
              stub ->
                  stub.listMessages(
                      ListMessagesRequest.newBuilder()
                          .setWith(other)
                          .setAfterSeq(from)
                          .setLimit(PAGE)
                          .build()));
      page.getMessagesList().forEach(message -> all.add(received(message)));
      after = page.getNextSeq();
    } while (page.getMore());
    return all;
  }

  private List<Message> pageBelow(String other, long before) {
    ListMessagesRequest request =
        ListMessagesRequest.newBuilder().setWith(other).setBeforeSeq(before).setLimit(PAGE).build();
    return call(ChatServiceGrpc::newBlockingStub, stub -> stub.listMessages(request))
        .getMessagesList();
  }

  /** All unread messages, oldest first. */
  public List<Received> inbox() {
    List<Received> all = new ArrayList<>();
    ByteString next = ByteString.EMPTY;
    do {
      ByteString from = next;
      InboxResponse page =
          call(
              ChatServiceGrpc::newBlockingStub,
              stub -> stub.inbox(InboxRequest.newBuilder().setLimit(PAGE).setPage(from).build()));
      page.getMessagesList().forEach(message -> all.add(received(message)));
      next = page.getNextPage();
    } while (!next.isEmpty());
    return all;
  }

  public void markRead(String conversation, long seq) {
    ByteString id = requestId();
    call(
        ChatServiceGrpc::newBlockingStub,
        stub ->
            stub.mark(
                MarkRequest.newBuilder()
                    .setRequestId(id)
                    .setConversation(conversation)
                    .setReadSeq(seq)
                    .build()));
  }

  /** What the node at {@code address} says of the cluster and of itself; one attempt. */
  public ClusterStatus statusOf(String address) {
    return ClusterServiceGrpc.newBlockingStub(connections.at(address))
        .withDeadlineAfter(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)
        .getStatus(GetStatusRequest.getDefaultInstance())
        .getStatus();
  }

  /** Listens from the beginning until closed, over every fault. */
  public Listener listenFromStart() {
    return Listener.fromStart(this);
  }

  /** The channel in use, with this user's session on every call. */
  public Channel session() {
    return ClientInterceptors.intercept(
        connections.current(), MetadataUtils.newAttachHeadersInterceptor(sessionHeaders()));
  }

  ManagedChannel channel() {
    return connections.current();
  }

  void tryAnother(ManagedChannel failed) {
    connections.tryAnother(failed);
  }

  <S extends AbstractStub<S>> S withSession(S stub) {
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sessionHeaders()));
  }

  private Metadata sessionHeaders() {
    Metadata headers = new Metadata();
    headers.put(
        AUTHORIZATION, "Bearer " + Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    return headers;
  }

  static Received received(Message message) {
    return new Received(
        message.getConversation(),
        message.getSeq(),
        message.getFrom(),
        message.getText(),
        message.getPosition(),
        message.getRead());
  }

  public static ByteString requestId() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  <S extends AbstractStub<S>, R> R call(Function<Channel, S> stubs, Function<S, R> attempt) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    int pause = FIRST_PAUSE_MILLIS;
    while (true) {
      ManagedChannel channel = connections.current();
      try {
        S stub =
            withSession(stubs.apply(channel))
                .withDeadlineAfter(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS);
        return attempt.apply(stub);
      } catch (StatusRuntimeException failure) {
        if (!Errors.mayBeRetried(failure)) {
          throw Errors.refused(failure);
        }
        if (System.nanoTime() - deadline > 0) {
          throw failure;
        }
        if (failure.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
          connections.tryAnother(channel);
        }
        pause(pause);
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
    }
  }

  static void pause(int upToMillis) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(1, upToMillis + 1));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}

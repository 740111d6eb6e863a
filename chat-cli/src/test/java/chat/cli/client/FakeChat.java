package chat.cli.client;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.BackupBegin;
import chat.proto.chat.v1.BackupRequest;
import chat.proto.chat.v1.BackupResponse;
import chat.proto.chat.v1.CaughtUp;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.Commit;
import chat.proto.chat.v1.CreateGroupRequest;
import chat.proto.chat.v1.CreateGroupResponse;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.GetStatusResponse;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.LoginResponse;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.MarkResponse;
import chat.proto.chat.v1.Message;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.RegisterResponse;
import chat.proto.chat.v1.SearchRequest;
import chat.proto.chat.v1.SearchResponse;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A node for commands that run as processes: it keeps what it is sent, and streams the messages 1
 * to N of the conversation {@code alice:bob}, from the cursor on, which is a message's number.
 */
public final class FakeChat implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;
  private final List<String> texts = new ArrayList<>();
  private final List<String> passwords = new ArrayList<>();
  private final List<String> devices = new ArrayList<>();
  private final List<String> operatorCodes = new ArrayList<>();
  private final TreeMap<String, Long> delivered = new TreeMap<>();
  private final Set<String> refused = new HashSet<>();
  private String cluster = "";
  private long messages;
  private byte[] backup = {};
  private boolean backupBreaksOff;

  public FakeChat() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Chat())
            .addService(new Groups())
            .addService(ServerInterceptors.intercept(new Accounts(), new Devices()))
            .addService(new Cluster())
            .build()
            .start();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Texts that were sent, searched for, or given as a group's name. */
  public synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  public synchronized List<String> passwords() {
    return List.copyOf(passwords);
  }

  /** What came as {@code authorization} with each log-in; empty: nothing. */
  public synchronized List<String> devices() {
    return List.copyOf(devices);
  }

  public synchronized List<String> operatorCodes() {
    return List.copyOf(operatorCodes);
  }

  /** From now on this node is one of the cluster with this id. */
  public synchronized void isOf(String id) {
    cluster = id;
  }

  /** How far {@code alice:bob} is marked as delivered. */
  public synchronized long delivered() {
    return delivered.getOrDefault("alice:bob", 0L);
  }

  /** Messages of this text are refused: the mailbox is full. */
  public synchronized void refuses(String text) {
    refused.add(text);
  }

  private synchronized boolean isRefused(String text) {
    return refused.contains(text);
  }

  public synchronized void holds(long count) {
    messages = count;
  }

  public synchronized void backsUp(byte[] bytes, boolean breaksOff) {
    backup = bytes.clone();
    backupBreaksOff = breaksOff;
  }

  public static String idOf(long seq) {
    return "alice:bob/" + seq;
  }

  private synchronized void keep(String text) {
    texts.add(text);
  }

  private static StatusRuntimeException mailboxFull() {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.FAILED_PRECONDITION_VALUE)
            .setMessage("the mailbox is full")
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder().setDomain("chat").setReason("MAILBOX_FULL").build()))
            .build());
  }

  private static <T> void answer(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Chat extends ChatServiceGrpc.ChatServiceImplBase {
    @Override
    public void send(SendRequest request, StreamObserver<SendResponse> observer) {
      if (isRefused(request.getText())) {
        observer.onError(mailboxFull());
        return;
      }
      keep(request.getText());
      answer(
          observer,
          SendResponse.newBuilder()
              .setConversation("alice:bob")
              .setSeq(1)
              .setCommit(Commit.newBuilder().setPosition(1).setInSyncCount(3))
              .build());
    }

    @Override
    public void search(SearchRequest request, StreamObserver<SearchResponse> observer) {
      keep(request.getQuery());
      answer(observer, SearchResponse.getDefaultInstance());
    }

    @Override
    public void mark(MarkRequest request, StreamObserver<MarkResponse> observer) {
      synchronized (FakeChat.this) {
        delivered.merge(request.getConversation(), request.getDeliveredSeq(), Math::max);
      }
      answer(observer, MarkResponse.getDefaultInstance());
    }

    @Override
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
      ByteString cursor = request.getCursor();
      long from = cursor.isEmpty() ? 0 : Long.parseLong(cursor.toStringUtf8());
      var stream = (ServerCallStreamObserver<SubscribeResponse>) observer;
      var sent =
          new Object() {
            long last = from;
            boolean told;
          };
      stream.setOnReadyHandler(
          () -> {
            while (stream.isReady() && sent.last < messages) {
              stream.onNext(event(++sent.last).build());
            }
            if (sent.last >= messages && !sent.told) {
              sent.told = true;
              stream.onNext(
                  SubscribeResponse.newBuilder()
                      .setCaughtUp(CaughtUp.getDefaultInstance())
                      .setCursor(cursorOf(sent.last))
                      .build());
            }
          });
    }

    private SubscribeResponse.Builder event(long seq) {
      return SubscribeResponse.newBuilder()
          .setCursor(cursorOf(seq))
          .setMessage(
              Message.newBuilder()
                  .setConversation("alice:bob")
                  .setSeq(seq)
                  .setId(idOf(seq))
                  .setFrom("bob")
                  .setTo("alice")
                  .setText("text " + seq)
                  .setTimeMillis(seq)
                  .setPosition(seq));
    }

    private static ByteString cursorOf(long seq) {
      return ByteString.copyFromUtf8(Long.toString(seq));
    }
  }

  private final class Groups extends GroupServiceGrpc.GroupServiceImplBase {
    @Override
    public void createGroup(
        CreateGroupRequest request, StreamObserver<CreateGroupResponse> observer) {
      keep(request.getName());
      answer(observer, CreateGroupResponse.getDefaultInstance());
    }
  }

  private final class Devices implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (call.getMethodDescriptor().equals(AccountServiceGrpc.getLoginMethod())) {
        String value = headers.get(AUTHORIZATION);
        synchronized (FakeChat.this) {
          devices.add(value == null ? "" : value);
        }
      }
      return next.startCall(call, headers);
    }
  }

  private final class Accounts extends AccountServiceGrpc.AccountServiceImplBase {
    @Override
    public void login(LoginRequest request, StreamObserver<LoginResponse> observer) {
      synchronized (FakeChat.this) {
        passwords.add(request.getPassword());
      }
      answer(observer, LoginResponse.getDefaultInstance());
    }

    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> observer) {
      synchronized (FakeChat.this) {
        passwords.add(request.getPassword());
        operatorCodes.add(request.getOperatorCode());
      }
      answer(observer, RegisterResponse.getDefaultInstance());
    }
  }

  private final class Cluster extends ClusterServiceGrpc.ClusterServiceImplBase {
    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> observer) {
      synchronized (FakeChat.this) {
        answer(
            observer,
            GetStatusResponse.newBuilder()
                .setStatus(ClusterStatus.newBuilder().setClusterId(cluster))
                .build());
      }
    }

    @Override
    public void backup(BackupRequest request, StreamObserver<BackupResponse> observer) {
      byte[] bytes = backup;
      observer.onNext(
          BackupResponse.newBuilder()
              .setBegin(
                  BackupBegin.newBuilder()
                      .setClusterId("cluster")
                      .setSizeBytes(bytes.length)
                      .setSha256(ByteString.copyFrom(sha256(bytes))))
              .build());
      int half = bytes.length / 2;
      observer.onNext(
          BackupResponse.newBuilder().setChunk(ByteString.copyFrom(bytes, 0, half)).build());
      if (!backupBreaksOff) {
        answer(
            observer,
            BackupResponse.newBuilder()
                .setChunk(ByteString.copyFrom(bytes, half, bytes.length - half))
                .build());
      } else {
        observer.onCompleted();
      }
    }

    private static byte[] sha256(byte[] bytes) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** For tests that want the bytes of a text. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

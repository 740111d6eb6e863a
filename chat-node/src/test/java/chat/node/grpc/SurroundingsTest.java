package chat.node.grpc;

import static chat.node.grpc.TestCluster.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.host.Replication.Role;
import chat.proto.chat.v1.DirectoryServiceGrpc;
import chat.proto.chat.v1.InboxRequest;
import chat.proto.chat.v1.InboxResponse;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.ListMessagesResponse;
import chat.proto.chat.v1.ListUsersRequest;
import chat.proto.chat.v1.ListUsersResponse;
import chat.proto.chat.v1.Message;
import chat.proto.chat.v1.User;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Health, reflection and paging, as any client's libraries use them. */
@Timeout(60)
class SurroundingsTest extends TwoNodes {
  private ServingStatus health(int node, String service) {
    return HealthGrpc.newBlockingStub(cluster.channel(node))
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  @Test
  void health_says_whether_calls_are_answered_or_forwarded() {
    for (String service : List.of("", "chat.v1.ChatService", "chat.v1.AccountService")) {
      assertThat(health(0, service)).isEqualTo(ServingStatus.SERVING);
      assertThat(health(1, service)).isEqualTo(ServingStatus.SERVING);
    }

    cluster.nodes.get(0).become(Role.BACKUP, cluster.view(0));

    await().until(() -> health(0, "") == ServingStatus.NOT_SERVING);
    assertThat(health(0, "chat.v1.ChatService")).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(health(0, "chat.v1.ClusterService")).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void reflection_lists_the_services_and_gives_their_schema() throws Exception {
    BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(cluster.channel(1)).serverReflectionInfo(into(answers));

    questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    List<String> services =
        next(answers).getListServicesResponse().getServiceList().stream()
            .map(ServiceResponse::getName)
            .toList();
    assertThat(services)
        .contains(
            "chat.v1.AccountService",
            "chat.v1.DirectoryService",
            "chat.v1.ChatService",
            "chat.v1.ClusterService",
            "grpc.health.v1.Health");

    for (String service : services.stream().filter(s -> s.startsWith("chat.")).toList()) {
      questions.onNext(
          ServerReflectionRequest.newBuilder().setFileContainingSymbol(service).build());
      ByteString file = next(answers).getFileDescriptorResponse().getFileDescriptorProto(0);
      FileDescriptorProto schema = FileDescriptorProto.parseFrom(file);
      assertThat(schema.getServiceList())
          .extracting(one -> schema.getPackage() + "." + one.getName())
          .contains(service);
    }
    questions.onCompleted();
  }

  private static ServerReflectionResponse next(BlockingQueue<ServerReflectionResponse> answers)
      throws InterruptedException {
    return java.util.Objects.requireNonNull(answers.poll(30, TimeUnit.SECONDS));
  }

  private static <T> StreamObserver<T> into(BlockingQueue<T> queue) {
    return new Unheard<>() {
      @Override
      public void onNext(T value) {
        queue.add(value);
      }
    };
  }

  @Test
  void users_come_in_pages_that_miss_and_repeat_nobody() {
    byte[] token = cluster.join("u3");
    for (String name : List.of("u1", "u5", "u2", "u4", "other")) {
      var _ = cluster.join(name);
    }
    var directory =
        DirectoryServiceGrpc.newBlockingStub(cluster.channel(1))
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(TestCluster.bearer(token)));
    List<String> names = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String after = "";
    do {
      ListUsersResponse page =
          directory.listUsers(
              ListUsersRequest.newBuilder()
                  .setPattern("u*")
                  .setPageSize(2)
                  .setAfter(after)
                  .build());
      page.getUsersList().stream().map(User::getName).forEach(names::add);
      sizes.add(page.getUsersCount());
      after = page.getNextAfter();
    } while (!after.isEmpty());

    assertThat(names).containsExactly("u1", "u2", "u3", "u4", "u5");
    assertThat(sizes).containsExactly(2, 2, 1);
  }

  @Test
  void history_and_inbox_come_in_pages_that_miss_and_repeat_nothing() {
    byte[] token = cluster.join("ann");
    for (int i = 1; i <= 5; i++) {
      var _ = cluster.chat(0, token).send(message("ann", "m" + i));
    }
    ListMessagesResponse newest = history(token, 0, 0);
    assertThat(texts(newest.getMessagesList())).containsExactly("m4", "m5");
    assertThat(newest.getMore()).isTrue();
    ListMessagesResponse before = history(token, 4, 0);
    assertThat(texts(before.getMessagesList())).containsExactly("m2", "m3");
    ListMessagesResponse oldest = history(token, 2, 0);
    assertThat(texts(oldest.getMessagesList())).containsExactly("m1");
    assertThat(oldest.getMore()).isFalse();
    assertThat(texts(history(token, 0, 1).getMessagesList())).containsExactly("m2", "m3");
    assertThat(history(token, 0, 3).getMore()).isFalse();

    List<String> inbox = new ArrayList<>();
    ByteString page = ByteString.EMPTY;
    do {
      InboxResponse part =
          cluster.chat(1, token).inbox(InboxRequest.newBuilder().setLimit(2).setPage(page).build());
      assertThat(part.getUnreadTotal()).isEqualTo(5);
      inbox.addAll(texts(part.getMessagesList()));
      page = part.getNextPage();
    } while (!page.isEmpty());
    assertThat(inbox).containsExactly("m1", "m2", "m3", "m4", "m5");
  }

  private ListMessagesResponse history(byte[] token, long before, long after) {
    return cluster
        .chat(1, token)
        .listMessages(
            ListMessagesRequest.newBuilder()
                .setWith("ann")
                .setBeforeSeq(before)
                .setAfterSeq(after)
                .setLimit(2)
                .build());
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::getText).toList();
  }
}

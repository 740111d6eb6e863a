package chat.e2e.client;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.BlockRequest;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.DeleteAccountRequest;
import chat.proto.chat.v1.DeleteMessagesRequest;
import chat.proto.chat.v1.SearchRequest;
import chat.proto.chat.v1.SearchResponse;
import chat.proto.chat.v1.UnblockRequest;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * What a user does with messages and other users beside writing. Repeated as {@link TestClient}
 * does.
 */
public final class Upkeep {
  private static final int PAGE = 100;

  private final TestClient client;

  public Upkeep(TestClient client) {
    this.client = client;
  }

  /** How many of them were still there. */
  public int delete(String conversation, List<Long> seqs, boolean forEveryone) {
    DeleteMessagesRequest request =
        DeleteMessagesRequest.newBuilder()
            .setRequestId(TestClient.requestId())
            .setConversation(conversation)
            .addAllSeqs(seqs)
            .setForEveryone(forEveryone)
            .build();
    return client
        .call(ChatServiceGrpc::newBlockingStub, stub -> stub.deleteMessages(request))
        .getDeleted();
  }

  public void block(String name) {
    BlockRequest request =
        BlockRequest.newBuilder().setRequestId(TestClient.requestId()).setName(name).build();
    client.call(ChatServiceGrpc::newBlockingStub, stub -> stub.block(request));
  }

  public void unblock(String name) {
    UnblockRequest request =
        UnblockRequest.newBuilder().setRequestId(TestClient.requestId()).setName(name).build();
    client.call(ChatServiceGrpc::newBlockingStub, stub -> stub.unblock(request));
  }

  /** For good: the account, its sessions, its place in groups. */
  public void deleteAccount() {
    DeleteAccountRequest request =
        DeleteAccountRequest.newBuilder()
            .setRequestId(TestClient.requestId())
            .setConfirmName(client.name())
            .build();
    client.call(AccountServiceGrpc::newBlockingStub, stub -> stub.deleteAccount(request));
  }

  /** All messages that the query finds, newest first. */
  public List<Received> search(String query) {
    List<Received> all = new ArrayList<>();
    ByteString next = ByteString.EMPTY;
    do {
      SearchRequest request =
          SearchRequest.newBuilder().setQuery(query).setLimit(PAGE).setPage(next).build();
      SearchResponse page =
          client.call(ChatServiceGrpc::newBlockingStub, stub -> stub.search(request));
      page.getMessagesList().forEach(message -> all.add(TestClient.received(message)));
      next = page.getNextPage();
    } while (!next.isEmpty());
    return all;
  }
}

package chat.e2e.client;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ExportAccountRequest;
import chat.proto.chat.v1.ExportAccountResponse;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * All that the cluster holds of an account, as it told the account's owner.
 *
 * @param readSeqs by conversation, the newest message to the account that is marked as read
 */
public record Export(
    String name,
    int sessions,
    Set<String> blocked,
    List<Received> messages,
    Map<String, Long> readSeqs) {
  private static final int SECONDS = 120;
  private static final int ATTEMPTS = 5;

  public Export {
    blocked = Set.copyOf(blocked);
    messages = List.copyOf(messages);
    readSeqs = Map.copyOf(readSeqs);
  }

  /** Begun again where it breaks. */
  public static Export of(TestClient client) {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(client).orElseThrow(() -> new IllegalStateException("an end is missing"));
      } catch (StatusRuntimeException failure) {
        if (attempt == ATTEMPTS || !Errors.mayBeRetried(failure)) {
          throw failure;
        }
        client.tryAnother(client.channel());
      }
    }
  }

  /** Empty where the end is missing, without which it isn't whole. */
  private static Optional<Export> attempt(TestClient client) {
    Iterator<ExportAccountResponse> parts =
        client
            .withSession(AccountServiceGrpc.newBlockingStub(client.channel()))
            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
            .exportAccount(ExportAccountRequest.getDefaultInstance());
    String name = "";
    int sessions = 0;
    boolean ended = false;
    Set<String> blocked = new HashSet<>();
    List<Received> messages = new ArrayList<>();
    Map<String, Long> readSeqs = new HashMap<>();
    while (parts.hasNext()) {
      ExportAccountResponse part = parts.next();
      switch (part.getPartCase()) {
        case ACCOUNT -> name = part.getAccount().getName();
        case SESSION -> sessions++;
        case BLOCKED -> blocked.add(part.getBlocked().getName());
        case MESSAGE -> messages.add(TestClient.received(part.getMessage()));
        case CONVERSATION ->
            readSeqs.put(
                part.getConversation().getConversation(), part.getConversation().getReadSeq());
        case END -> ended = part.getEnd().getMessages() == messages.size();
        case PART_NOT_SET -> {}
      }
    }
    return ended
        ? Optional.of(new Export(name, sessions, blocked, messages, readSeqs))
        : Optional.empty();
  }
}

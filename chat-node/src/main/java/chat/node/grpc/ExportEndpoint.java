package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.ResultPage;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ExportAccountRequest;
import chat.proto.chat.v1.ExportAccountResponse;
import chat.proto.chat.v1.ExportEnd;
import chat.proto.chat.v1.ExportedAccount;
import chat.proto.chat.v1.ExportedConversation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * All that the server holds of one account, to its owner. Messages come as the account sees them,
 * in the order of the log, page by page as the client takes them; what is committed after the
 * export began isn't in it.
 */
final class ExportEndpoint {
  private final LocalNode node;
  private final Sessions sessions;
  private final CallLimits limits;

  ExportEndpoint(LocalNode node, Sessions sessions, CallLimits limits) {
    this.node = node;
    this.sessions = sessions;
    this.limits = limits;
  }

  List<Method> methods() {
    return List.of(
        Method.download(
            AccountServiceGrpc.getExportAccountMethod(),
            Handler.streaming(
                ExportAccountRequest.parser(), (caller, _, sink) -> export(caller, sink))));
  }

  private CompletableFuture<Void> export(Caller caller, Sink sink) throws CallFailure {
    return sessions
        .authenticate(caller)
        .thenCompose(
            session -> {
              long missing = session.takeCall();
              return missing > 0
                  ? Failures.failed(SessionCalls.limited(missing))
                  : node.replication()
                      .readBarrier()
                      .thenAcceptAsync(
                          applied ->
                              send(session, applied, new Download(sink, limits.slowReader())),
                          node.blocking());
            });
  }

  private void send(Sessions.Live session, long applied, Download download) {
    try {
      AccountName name = session.account();
      ChatReader reader = node.reader();
      ChatReader.Account account =
          reader.account(name).orElseThrow(() -> new IllegalStateException("no account " + name));
      download.send(
          part()
              .setAccount(
                  ExportedAccount.newBuilder()
                      .setName(name.value())
                      .setCreatedMillis(account.createdMillis()))
              .build());
      for (ChatReader.Session one :
          reader.sessions(name, node.nowMillis(), node.limits().pageMax())) {
        download.send(part().setSession(Answers.session(one, session.token())).build());
      }
      for (ChatReader.Blocked one : reader.blocked(name)) {
        download.send(part().setBlocked(Answers.blocked(one)).build());
      }
      Map<String, Tally> conversations = new TreeMap<>();
      sendMessages(name, applied, conversations, download);
      for (Map.Entry<String, Tally> one : conversations.entrySet()) {
        download.send(part().setConversation(one.getValue().told(one.getKey())).build());
      }
      long messages = conversations.values().stream().mapToLong(Tally::messages).sum();
      download.send(
          part().setEnd(ExportEnd.newBuilder().setMessages(messages).setPosition(applied)).build());
    } catch (CallFailure e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(new Failure.Ending().asException());
    }
  }

  private void sendMessages(
      AccountName name, long through, Map<String, Tally> tallies, Download download)
      throws CallFailure, InterruptedException {
    ResultPage<ChatReader.Change> page;
    long after = 0;
    do {
      page = node.reader().changes(name, after, through, limits.changesPage());
      after = page.next();
      for (ChatReader.Change change : page) {
        if (change instanceof ChatReader.Change.Arrived(ChatReader.Message message)) {
          download.send(part().setMessage(Answers.message(message)).build());
          boolean own = message.from().equals(name);
          tallies.merge(message.conversation().toString(), Tally.of(message, own), Tally::plus);
        }
      }
    } while (page.more());
  }

  /** What a conversation's messages come to: how many, how far, and how far they are marked. */
  private record Tally(long messages, long lastSeq, long deliveredSeq, long readSeq) {
    static Tally of(ChatReader.Message message, boolean own) {
      long seq = message.seq();
      return new Tally(
          1, seq, !own && message.delivered() ? seq : 0, !own && message.read() ? seq : 0);
    }

    Tally plus(Tally other) {
      return new Tally(
          messages + other.messages,
          Math.max(lastSeq, other.lastSeq),
          Math.max(deliveredSeq, other.deliveredSeq),
          Math.max(readSeq, other.readSeq));
    }

    ExportedConversation told(String conversation) {
      return ExportedConversation.newBuilder()
          .setConversation(conversation)
          .setLastSeq(lastSeq)
          .setDeliveredSeq(deliveredSeq)
          .setReadSeq(readSeq)
          .build();
    }
  }

  private static ExportAccountResponse.Builder part() {
    return ExportAccountResponse.newBuilder();
  }
}

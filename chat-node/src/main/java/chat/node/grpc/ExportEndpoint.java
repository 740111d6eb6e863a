package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.ResultPage;
import chat.node.chat.TokenHash;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ExportAccountRequest;
import chat.proto.chat.v1.ExportAccountResponse;
import chat.proto.chat.v1.ExportEnd;
import chat.proto.chat.v1.ExportedAccount;
import chat.proto.chat.v1.ExportedConversation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * All that the server holds of one account, to its owner. Messages come as the account sees them,
 * in the order of the log, page by page as the client takes them; what is committed after the
 * export began isn't in it.
 */
final class ExportEndpoint {
  private static final Duration FULL_PAUSE = Duration.ofSeconds(1);

  private final LocalNode node;
  private final Sessions sessions;
  private final CallLimits limits;
  private final Slots<TokenHash> places;

  ExportEndpoint(LocalNode node, Sessions sessions, CallLimits limits) {
    this.node = node;
    this.sessions = sessions;
    this.limits = limits;
    StreamLimits streams = limits.streams();
    this.places = new Slots<>(streams.exports(), streams.exportsOfSession());
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
        .charged(caller, ReadCost.EXPORT)
        .thenCompose(
            session ->
                places.hold(
                    Optional.of(session.token()),
                    new Failure.Limited("more exports than this node takes", FULL_PAUSE),
                    () -> begun(session, sink)));
  }

  private CompletableFuture<Void> begun(Sessions.Live session, Sink sink) {
    return node.replication()
        .readBarrier()
        .thenAcceptAsync(
            applied -> {
              CallLife life = CallLife.of(sink);
              try {
                send(session, applied, life, new Download(sink, limits.slowReader()));
              } finally {
                life.end();
              }
            },
            node.blocking());
  }

  private void send(Sessions.Live session, long applied, CallLife life, Download download) {
    try {
      AccountName name = session.account();
      ReadFor paging = ReadFor.page(life, name);
      ChatReader.Account account =
          node.await(paging, () -> node.reader().account(name))
              .orElseThrow(() -> new IllegalStateException("no account " + name));
      life.answered(0); // One row.
      download.send(
          part()
              .setAccount(
                  ExportedAccount.newBuilder()
                      .setName(name.value())
                      .setCreatedMillis(account.createdMillis()))
              .build());
      sendRows(
          node
              .await(
                  paging,
                  () -> node.reader().sessions(name, node.nowMillis(), node.limits().pageMax()))
              .stream()
              .map(one -> part().setSession(Answers.session(one, session.token())).build())
              .toList(),
          life,
          download);
      sendRows(
          node.await(paging, () -> node.reader().blocked(name)).stream()
              .map(one -> part().setBlocked(Answers.blocked(one)).build())
              .toList(),
          life,
          download);
      Map<String, Tally> conversations = new TreeMap<>();
      sendMessages(paging, name, applied, conversations, download);
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

  /** A few rows, which hold their own bytes until they are sent and no more. */
  private static void sendRows(List<ExportAccountResponse> rows, CallLife life, Download download)
      throws CallFailure, InterruptedException {
    life.answered(rows.stream().mapToLong(ExportAccountResponse::getSerializedSize).sum());
    for (ExportAccountResponse row : rows) {
      download.send(row);
    }
    life.answered(0);
  }

  private void sendMessages(
      ReadFor paging, AccountName name, long through, Map<String, Tally> tallies, Download download)
      throws CallFailure, InterruptedException {
    long after = 0;
    boolean going = true;
    while (going) {
      long from = after;
      ResultPage<ChatReader.Change> page =
          node.await(
              paging, () -> node.reader().changes(name, from, through, limits.changesPage()));
      paging.life().answered(Subscriber.bytesOf(page.rows()));
      Optional<Long> cutAfter = sendPage(page, from, name, tallies, download);
      paging.life().answered(0);
      if (cutAfter.isPresent()) {
        after = cutAfter.get();
        download.awaitReady();
      } else {
        after = page.next();
        going = page.more();
      }
    }
  }

  /**
   * The position behind which the page is to be read again, where the client didn't take all of it
   * in the time for which a stream may hold one. A position has one message of an account at most.
   */
  private Optional<Long> sendPage(
      ResultPage<ChatReader.Change> page,
      long from,
      AccountName name,
      Map<String, Tally> tallies,
      Download download)
      throws CallFailure, InterruptedException {
    long heldUntil = System.nanoTime() + limits.reads().pageHeld().toNanos();
    long whole = from;
    long current = from;
    for (ChatReader.Change change : page) {
      if (change.position() > current) {
        whole = current;
        current = change.position();
      }
      if (change instanceof ChatReader.Change.Arrived(ChatReader.Message message)) {
        if (!download.isReadyBy(heldUntil)) {
          return Optional.of(whole);
        }
        download.send(part().setMessage(Answers.message(message)).build());
        boolean own = message.from().equals(name);
        tallies.merge(message.conversation().toString(), Tally.of(message, own), Tally::plus);
      }
    }
    return Optional.empty();
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

package chat.node.host;

import chat.node.chat.Command;
import chat.node.replica.Event;
import chat.node.replica.Message;
import chat.view.NodeName;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/** What stands in the loop's queue. */
sealed interface Input {

  /**
   * @param owner whose share of a turn it takes
   * @param gone whether nobody waits for the answer any more
   */
  record Submit(
      TurnOwner owner,
      LongFunction<Command> commandAt,
      CompletableFuture<Replication.Committed> answer,
      long submittedNanos,
      int cost,
      BooleanSupplier gone)
      implements Input {}

  record Read(CompletableFuture<Long> index) implements Input {}

  record FromPeer(NodeName from, Message message, Runnable taken, long arrivedNanos)
      implements Input {}

  record LinkUp(NodeName peer) implements Input {}

  record LinkBroken(NodeName peer) implements Input {}

  record LinkRefused(NodeName peer) implements Input {}

  record LinkReady(NodeName peer) implements Input {}

  /** From the view client, or asked for from outside. */
  record Happened(Event event) implements Input {}

  /** A snapshot lies ready. */
  record Fetched(SnapshotFetcher.Fetched snapshot) implements Input {}
}

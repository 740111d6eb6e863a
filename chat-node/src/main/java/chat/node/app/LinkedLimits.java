package chat.node.app;

import chat.node.chat.Limits;
import chat.node.grpc.PeerLimits;
import chat.node.host.LoopLimits;
import chat.node.host.WaitingBudget;
import java.util.Optional;

/**
 * Limits that follow from one another, checked together before a node starts. A message that the
 * clients' port takes in and the links between nodes don't carry would stand in the log of the
 * primary and block all writes behind it.
 */
final class LinkedLimits {
  /** Names, ids and framing around a text, in a command and on a link. */
  private static final int OVERHEAD_BYTES = 64 << 10;

  /** What a gRPC client takes in unless it is told otherwise. */
  private static final int CLIENT_BYTES = 4 << 20;

  private LinkedLimits() {}

  /** What contradicts what, as a sentence for an operator. */
  static Optional<String> contradiction(Limits chat, LoopLimits loop, PeerLimits peers) {
    int entry = loop.costs().entryBytes();
    int link = Math.min(peers.messageBytes(), peers.queueBytes()) - OVERHEAD_BYTES;
    if (entry > link) {
      return Optional.of(
          "A link between nodes carries %d bytes, a command may have %d.".formatted(link, entry));
    }
    int text = Math.min(entry, CLIENT_BYTES) - OVERHEAD_BYTES;
    if (chat.messageBytes() > text) {
      return Optional.of(
          "The setting chat.limits.message.bytes is %d, but nodes and clients pass on %d at most."
              .formatted(chat.messageBytes(), text));
    }
    if (peers.snapshotChunkBytes() > peers.messageBytes() - OVERHEAD_BYTES) {
      return Optional.of(
          "A part of a snapshot has %d bytes, a message between nodes %d at most."
              .formatted(peers.snapshotChunkBytes(), peers.messageBytes()));
    }
    long held = WaitingBudget.heldBy(chat.messageBytes() + (long) OVERHEAD_BYTES);
    return held > loop.costs().waitingBytes()
        ? Optional.of(
            "One message of chat.limits.message.bytes holds %d bytes while it waits, the heap has %d for all that wait."
                .formatted(held, loop.costs().waitingBytes()))
        : Optional.empty();
  }
}

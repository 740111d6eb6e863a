package chat.node.host;

import chat.node.replica.Message;
import chat.view.NodeName;

/** What the links tell the loop. Any thread; nothing blocks. */
public interface PeerListener {

  /**
   * A peer said something. {@code taken} runs once the loop took it off its queue: a transport that
   * lets only so many untaken messages in keeps the queue bounded without dropping any.
   */
  void received(NodeName from, Message message, Runnable taken);

  /** A sign of life. */
  void heard(NodeName from);

  /** A peer told what its clock shows. */
  void clockTold(NodeName from, long clockMillis);

  /** The link to this peer stands and is new: what was sent over an earlier one may be lost. */
  void linkUp(NodeName peer);

  /** The link broke; it is being made anew. */
  void linkBroken(NodeName peer);

  /** Nobody listens at the peer's address, or it says that it ends: it is gone. */
  void linkRefused(NodeName peer);

  /** The link takes large messages again. */
  void linkReady(NodeName peer);
}

package chat.node.host;

import chat.node.replica.Message;
import chat.view.Address;
import chat.view.NodeName;
import java.util.Map;

/**
 * The links to the other nodes, as the loop uses them. Called on the loop's thread; nothing blocks
 * and nothing fails: what can't be sent now is lost, as a network loses things. What links report
 * comes back through {@link PeerListener}.
 */
public interface Peers {

  /** Sends it, or loses it where the link is down or its bounded queue is full. */
  void send(NodeName to, Message message);

  /**
   * Whether the link is up and takes another large message. Where not, {@link PeerListener#linkUp}
   * or {@link PeerListener#linkReady} tells when it does.
   */
  boolean hasRoom(NodeName to);

  /**
   * Tells every peer with a link that this process lives and its loop isn't stuck, and what this
   * node's clock shows. Any thread.
   */
  void keepAlive();

  /**
   * These peers are in the in-sync set and can be reached there. Others stay known for as long as
   * they are heard of.
   */
  void reach(Map<NodeName, Address> addresses);

  /** The peer was silent for too long: end the connection, make a new one. */
  void reset(NodeName peer);
}

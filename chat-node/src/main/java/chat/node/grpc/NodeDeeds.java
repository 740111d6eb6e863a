package chat.node.grpc;

import chat.node.host.Store;
import chat.node.host.StoreFailure;
import chat.view.NodeName;
import java.util.Optional;

/** What operators' calls have this node do. Any thread. */
public interface NodeDeeds {

  /** Asks this primary to hand over, to this node or to whom it likes. Returns at once. */
  void handOver(Optional<NodeName> to);

  /**
   * A consistent copy of the applied state in a new file, in the form that can be restored; the
   * caller deletes it. Blocks for as long as the copy takes; reads and writes go on.
   */
  Store.Snapshot backup() throws StoreFailure;
}

package chat.controller.app;

import chat.controller.host.Election;
import chat.controller.host.InitialMembers;
import chat.controller.host.LoopJournal;
import chat.view.Address;
import chat.view.NodeName;
import chat.view.ViewStore;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/** What differs between processes on one machine and pods of Kubernetes. */
interface Place extends AutoCloseable {
  ViewStore views();

  /** Where the nodes are. Asked at each look at them, from one thread; returns at once. */
  SortedMap<NodeName, Address> nodes();

  /** Whether it has learned yet which nodes there are. */
  boolean knowsNodes();

  InitialMembers initialMembers();

  Election election();

  /** Between two reads of the view where nothing happens. */
  Duration recheck();

  /** Who is told of views besides the log. */
  Optional<LoopJournal> journal();

  /** Begins to look out for nodes, and calls {@code changed} when they may be others. */
  void start(Runnable changed);

  /** Ends what was started, and the store. */
  @Override
  void close();
}

package chat.controller.host;

import chat.controller.coordinator.Contact;
import chat.view.NodeName;
import chat.view.Rev;
import java.util.SortedMap;

/**
 * Keeps an eye on every node that is known.
 *
 * <p>Threads: every method may be called from any thread and returns at once.
 */
public interface NodeProbes extends AutoCloseable {
  /**
   * Begins; from then on calls {@code changed} after each change of {@link #current}, from a thread
   * of its own. Called once.
   */
  void start(Runnable changed);

  /** How each known node looks now. A node that answers has answered under its own name. */
  SortedMap<NodeName, Contact> current();

  /** Tells every node that can be reached that the view has moved: a hint that may be lost. */
  void viewChanged(Rev rev);

  @Override
  void close();
}

package chat.controller.host;

import chat.controller.coordinator.Contact;
import chat.controller.coordinator.Report;
import chat.view.NodeName;
import chat.view.Rev;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Nodes that look as a test says. */
final class FakeNodeProbes implements NodeProbes {
  private final SortedMap<NodeName, Contact> nodes = new TreeMap<>();
  private final List<Rev> told = new ArrayList<>();
  private Runnable changed = () -> {};

  void says(Report report) {
    looks(report.self().name(), new Contact.Answers(report));
  }

  void looks(NodeName name, Contact contact) {
    Runnable tell;
    synchronized (this) {
      nodes.put(name, contact);
      tell = changed;
    }
    tell.run();
  }

  /** The revs that the nodes were told of. */
  synchronized List<Rev> told() {
    return List.copyOf(told);
  }

  @Override
  public synchronized void start(Runnable whenChanged) {
    changed = whenChanged;
  }

  @Override
  public synchronized SortedMap<NodeName, Contact> current() {
    return new TreeMap<>(nodes);
  }

  @Override
  public synchronized void viewChanged(Rev rev) {
    told.add(rev);
  }

  @Override
  public synchronized void close() {
    changed = () -> {};
  }
}

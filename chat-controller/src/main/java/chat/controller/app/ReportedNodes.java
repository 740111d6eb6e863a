package chat.controller.app;

import chat.controller.local.NodeList;
import chat.view.Address;
import chat.view.NodeName;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The list of nodes, with a log line for each change and each new fault. One thread at a time. */
final class ReportedNodes implements Supplier<SortedMap<NodeName, Address>> {
  private static final Logger LOG = Logger.getLogger("chat.controller");

  private final NodeList list;
  private Optional<String> fault = Optional.empty();
  private Optional<SortedMap<NodeName, Address>> last = Optional.empty();

  ReportedNodes(NodeList list) {
    this.list = list;
  }

  @Override
  public SortedMap<NodeName, Address> get() {
    SortedMap<NodeName, Address> now = list.nodes();
    if (!last.equals(Optional.of(now))) {
      LOG.infof("nodes=%s", now);
      last = Optional.of(now);
    }
    if (!fault.equals(list.fault())) {
      fault = list.fault();
      fault.ifPresent(why -> LOG.warnf("nodes-fault=\"%s\"", why));
    }
    return now;
  }
}

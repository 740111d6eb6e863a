package chat.node.grpc;

import chat.node.host.PeerListener;
import chat.node.replica.Message;
import chat.view.NodeName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what links and endpoints tell a loop, and takes messages only when told to. */
final class HeardPeers implements PeerListener {
  final List<Message> messages = new CopyOnWriteArrayList<>();
  final List<Runnable> untaken = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void clockTold(NodeName from, long clockMillis) {}

  @Override
  public void received(NodeName from, Message message, Runnable taken) {
    messages.add(message);
    untaken.add(taken);
  }

  void takeAll() {
    List<Runnable> now = List.copyOf(untaken);
    untaken.removeAll(now);
    now.forEach(Runnable::run);
  }

  @Override
  public void heard(NodeName from) {
    events.add("heard " + from);
  }

  @Override
  public void linkUp(NodeName peer) {
    events.add("up " + peer);
  }

  @Override
  public void linkBroken(NodeName peer) {
    events.add("broken " + peer);
  }

  @Override
  public void linkRefused(NodeName peer) {
    events.add("refused " + peer);
  }

  @Override
  public void linkReady(NodeName peer) {
    events.add("ready " + peer);
  }
}

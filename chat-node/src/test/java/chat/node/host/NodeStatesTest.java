package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.host.Replication.Leader;
import chat.node.host.Replication.NodeState;
import chat.node.replica.Effect;
import chat.node.replica.EntryId;
import chat.node.replica.Event;
import chat.node.replica.LogShape;
import chat.node.replica.Message;
import chat.node.replica.Replica;
import chat.node.replica.ReplicaState;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whom a node takes for the leader, as it hears of views and of logs. */
class NodeStatesTest {
  private static final Epoch FIRST = new Epoch(1);
  private static final Epoch SECOND = new Epoch(2);

  @Test
  void a_backup_knows_its_primary_by_the_view() {
    ReplicaState backup = seen(started(1), view(0));
    assertThat(of(backup).leader()).contains(new Leader(client(0), FIRST));
  }

  @Test
  void nobody_leads_without_a_view() {
    assertThat(of(started(1)).leader()).isEmpty();
  }

  @Test
  void a_primary_follows_nobody() {
    assertThat(of(seen(started(0), view(0))).leader()).isEmpty();
  }

  @Test
  void a_lost_primary_leads_nobody() {
    ReplicaState backup = step(seen(started(1), view(0)), new Event.Suspected(name(0)));
    assertThat(of(backup).leader()).isEmpty();
    assertThat(of(backup).lostPrimary()).isTrue();
  }

  @Test
  void a_deposed_primary_knows_by_its_log_who_leads_before_the_view_tells() {
    ReplicaState deposed = deposed();
    assertThat(of(deposed).view()).contains(view(0));
    assertThat(of(deposed).leader()).contains(new Leader(client(1), SECOND));
  }

  @Test
  void a_backup_knows_the_next_primary_by_its_log_too() {
    ReplicaState backup = appended(persisted(seen(started(2), view(0))));
    assertThat(of(backup).leader()).contains(new Leader(client(1), SECOND));
  }

  @Test
  void who_deposed_a_primary_and_is_lost_leads_nobody() {
    ReplicaState deposed = step(deposed(), new Event.Suspected(name(1)));
    assertThat(of(deposed).leader()).isEmpty();
  }

  private static ReplicaState deposed() {
    return appended(persisted(seen(started(0), view(0))));
  }

  /** The first probe of the next primary, whose log is the same. */
  private static ReplicaState appended(ReplicaState state) {
    EntryId last = state.disk().log().last();
    return step(
        state,
        new Event.Received(name(1), new Message.Append(SECOND, last, List.of(), last.index())));
  }

  private static ReplicaState persisted(ReplicaState state) {
    return step(state, new Event.Persisted(state.lastTicket()));
  }

  private static ReplicaState seen(ReplicaState state, View view) {
    return step(state, new Event.ViewSeen(view));
  }

  private static ReplicaState step(ReplicaState state, Event event) {
    return Replica.step(state, event).state();
  }

  private static ReplicaState started(int node) {
    return Replica.recovered(
        member(node),
        addresses(node),
        Optional.of(new Effect.Promise(new ClusterId("c"), Epoch.ZERO, Rev.ZERO)),
        LogShape.EMPTY,
        0);
  }

  private static NodeState of(ReplicaState state) {
    return NodeStates.of(state, 0, true, Optional.empty());
  }

  private static View view(int primary) {
    TreeSet<Member> members = new TreeSet<>(List.of(member(0), member(1), member(2)));
    TreeMap<NodeName, NodeAddresses> at = new TreeMap<>();
    for (int node = 0; node < 3; node++) {
      at.put(name(node), addresses(node));
    }
    return new View(new ClusterId("c"), new Rev(1), FIRST, member(primary), members, at);
  }

  private static NodeName name(int node) {
    return new NodeName("chat-" + node);
  }

  private static Member member(int node) {
    return new Member(name(node), new StorageId("disk-" + node));
  }

  private static NodeAddresses addresses(int node) {
    return new NodeAddresses(client(node), new Address("peers-" + node, 2));
  }

  private static Address client(int node) {
    return new Address("clients-" + node, 1);
  }
}

package chat.node.replica;

import chat.node.replica.Effect.Promise;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.Rev;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One step under way: the state so far and the effects so far. Lives within {@link Replica#step}
 * only; the rules change it, nobody else sees it.
 */
final class Turn {
  private ReplicaState state;
  private final List<Effect> effects = new ArrayList<>();

  Turn(ReplicaState state) {
    this.state = state;
  }

  ReplicaState state() {
    return state;
  }

  DiskState disk() {
    return state.disk();
  }

  void become(ReplicaState next) {
    state = next;
  }

  void emit(Effect effect) {
    effects.add(effect);
  }

  void send(NodeName to, Message message) {
    effects.add(new Effect.Send(to, message));
  }

  /** The term, of a state that leads. */
  Term term() {
    if (state.role() instanceof Role.Leading leading) {
      return leading.term();
    }
    throw new IllegalStateException("not leading: " + state.role());
  }

  boolean leads() {
    return state.role() instanceof Role.Leading;
  }

  void term(Term next) {
    state = state.withRole(new Role.Leading(next));
  }

  void commit(long index) {
    state = state.withDisk(disk().withCommit(index));
    effects.add(new Effect.Apply(index));
  }

  void persist(Optional<Promise> promise, OptionalLong truncateFrom, List<Entry> entries) {
    long ticket = nextTicket();
    state = state.withDisk(disk().writing(ticket, promise, truncateFrom, entries));
    effects.add(new Effect.Persist(ticket, promise, truncateFrom, entries));
  }

  void persist(Promise promise) {
    persist(Optional.of(promise), OptionalLong.empty(), List.of());
  }

  void install(EntryId position) {
    long ticket = nextTicket();
    state = state.withDisk(disk().installing(ticket, position));
    effects.add(new Effect.InstallSnapshot(ticket, position));
  }

  /** Asks for a read of the view, unless one is under way. */
  void readView() {
    if (state.viewRead().isEmpty()) {
      long ticket = nextTicket();
      Optional<Promise> durable = disk().durablePromise();
      state =
          state.withViewRead(
              Optional.of(
                  new ReplicaState.ViewReading(
                      ticket,
                      durable.map(Promise::rev).orElse(Rev.ZERO),
                      durable.map(Promise::epoch).orElse(Epoch.ZERO))));
      effects.add(new Effect.ReadView(ticket));
    }
  }

  void halt(String reason) {
    state = state.withRole(new Role.Halted(reason));
    effects.add(new Effect.Halt(reason));
  }

  private long nextTicket() {
    state = state.withTicket(state.lastTicket() + 1);
    return state.lastTicket();
  }

  Step done() {
    return new Step(state, effects);
  }
}

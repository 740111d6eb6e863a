package chat.node.replica.explore;

import chat.node.replica.DiskState;
import chat.node.replica.Effect;
import chat.node.replica.Effect.Promise;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.LogShape;
import chat.node.replica.Message;
import chat.node.replica.Progress;
import chat.node.replica.Reads;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role;
import chat.node.replica.Term;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes a world's parts as numbers, in a form that can be read one way only: every list with its
 * length, every choice with its kind, every optional with whether it is there.
 *
 * <p>Left out is what is the same in all worlds of one exploration: the cluster id and the nodes'
 * addresses. What only counts or only names is made small in {@link Canon}, not here.
 */
final class Encoding {
  private final Print.Maker out = new Print.Maker();

  static Print of(
      Member member,
      ReplicaState state,
      Disk durable,
      List<Disk.Write> writes,
      Optional<Optional<View>> viewRead,
      Optional<NodeName> donor) {
    Encoding to = new Encoding();
    to.member(member);
    to.state(state);
    to.disk(durable);
    to.all(writes, Encoding::write);
    to.optional(viewRead, (e, shown) -> e.optional(shown, Encoding::view));
    to.optional(donor, Encoding::name);
    return to.out.done();
  }

  static Print of(NodeName from, NodeName to, Message message) {
    Encoding encoding = new Encoding();
    encoding.name(from);
    encoding.name(to);
    encoding.message(message);
    return encoding.out.done();
  }

  static Print of(View proposed, int by) {
    Encoding to = new Encoding();
    to.view(proposed);
    to.out.put(by);
    return to.out.done();
  }

  /**
   * Boots are compared with each other and nothing else, and an ended one never comes back: it is
   * written whether a boot is its node's present one, not its number. What clients were told counts
   * for reads only, so it is left out once no read can be asked any more; open reads carry their
   * own.
   */
  static Print of(World world, boolean readsToCome) {
    Encoding to = new Encoding();
    world.nodes().forEach(node -> to.out.put(node.print()));
    to.all(world.packets(), (e, packet) -> e.out.put(packet.print()));
    to.optional(world.view(), Encoding::view);
    to.all(world.proposals(), (e, cas) -> e.out.put(cas.print()));
    to.all(world.applied(), Encoding::entry);
    if (readsToCome) {
      to.out.put(world.acknowledged());
      world.nodes().forEach(node -> to.all(node.open(), (e, index) -> e.out.put(index)));
    }
    to.all(
        world.reads(),
        (e, read) -> e.out.put(read.id()).put(read.node()).put(read.acknowledgedBefore()));
    world
        .reigns()
        .forEach(
            (epoch, reign) -> {
              boolean present = world.nodes().get(reign.node()).boot() == reign.boot();
              to.out.put(epoch).put(present ? reign.node() : -1);
            });
    Spent spent = world.spent();
    to.out.put(spent.proposals()).put(spent.reads()).put(spent.crashes()).put(spent.lostDisks());
    to.out.put(spent.compactions()).put(spent.handOvers()).put(spent.leaves());
    to.out.put(spent.duplicates()).put(spent.suspicions());
    return to.out.done();
  }

  private <T> void all(Collection<T> things, BiConsumer<Encoding, T> each) {
    out.put(things.size());
    for (T thing : things) {
      each.accept(this, thing);
    }
  }

  private <T> void optional(Optional<T> thing, BiConsumer<Encoding, T> one) {
    out.put(thing.isPresent());
    if (thing.isPresent()) {
      one.accept(this, thing.get());
    }
  }

  private void name(NodeName name) {
    out.put(name.value());
  }

  private void member(Member member) {
    name(member.name());
    out.put(member.storageId().value());
  }

  private void view(View view) {
    out.put(view.rev().value()).put(view.epoch().value());
    member(view.primary());
    all(view.inSync(), Encoding::member);
    all(view.addresses().keySet(), Encoding::name);
  }

  private void id(EntryId id) {
    out.put(id.epoch().value()).put(id.index());
  }

  private void entry(Entry entry) {
    id(entry.id());
    out.put(entry.payload().size());
    for (byte each : entry.payload().bytes()) {
      out.put(each);
    }
  }

  private void promise(Promise promise) {
    out.put(promise.epoch().value()).put(promise.rev().value());
  }

  private void write(Disk.Write write) {
    out.put(write.ticket());
    optional(write.promise(), Encoding::promise);
    out.put(write.truncateFrom());
    all(write.entries(), Encoding::entry);
    optional(write.installed(), Encoding::id);
    out.put(write.applied()).put(write.compactTo());
  }

  private void disk(Disk disk) {
    optional(disk.promise(), Encoding::promise);
    id(disk.base());
    all(disk.entries(), Encoding::entry);
    out.put(disk.applied());
  }

  private void log(LogShape log) {
    id(log.base());
    all(log.runs(), (e, run) -> e.out.put(run.epoch().value()).put(run.first()));
    out.put(log.lastIndex());
  }

  private void state(ReplicaState state) {
    DiskState disk = state.disk();
    log(disk.log());
    out.put(disk.durable()).put(disk.commit());
    optional(disk.promise(), Encoding::promise);
    optional(disk.durablePromise(), Encoding::promise);
    all(
        disk.pending(),
        (e, write) -> {
          e.out.put(write.ticket()).put(write.end());
          e.optional(write.promise(), Encoding::promise);
        });
    optional(state.view(), Encoding::view);
    role(state.role());
    all(state.suspected(), Encoding::name);
    all(state.disks().keySet(), Encoding::name);
    state.disks().values().forEach(storage -> out.put(storage.value()));
    optional(
        state.viewRead(),
        (e, reading) ->
            e.out.put(reading.ticket()).put(reading.rev().value()).put(reading.epoch().value()));
    out.put(state.ending()).put(state.leaving()).put(state.lastTicket());
  }

  private void role(Role role) {
    switch (role) {
      case Role.Following following -> {
        out.put(1).put(following.fetchingSnapshot());
        optional(following.matched(), Encoding::matched);
        optional(following.owed(), Encoding::owed);
      }
      case Role.Leading leading -> {
        out.put(2);
        term(leading.term());
      }
      case Role.Halted halted -> out.put(3).put(halted.reason());
    }
  }

  private void matched(Role.Matched matched) {
    name(matched.primary());
    out.put(matched.epoch().value()).put(matched.index()).put(matched.accepted());
  }

  private void owed(Effect.Send send) {
    name(send.to());
    message(send.message());
  }

  private void term(Term term) {
    out.put(term.epoch().value()).put(term.noop());
    all(term.recorded(), Encoding::member);
    optional(
        term.proposal(),
        (e, proposal) -> {
          e.view(proposal.next());
          e.out.put(proposal.inFlight());
        });
    optional(
        term.admission(),
        (e, admission) -> {
          e.member(admission.member());
          e.out.put(admission.target());
        });
    all(term.followers().values(), Encoding::progress);
    all(term.leaving(), Encoding::member);
    reads(term.reads());
    optional(
        term.handOver(),
        (e, handOver) -> {
          e.optional(handOver.to(), Encoding::name);
          e.out.put(handOver.heartbeatsLeft());
        });
  }

  private void progress(Progress progress) {
    member(progress.member());
    out.put(progress.addresses().isPresent()).put(progress.match()).put(progress.next());
    out.put(progress.probing()).put(progress.beatsOfEnding());
  }

  private void reads(Reads reads) {
    out.put(reads.lastNonce());
    all(
        reads.open(),
        (e, round) -> {
          e.out.put(round.nonce()).put(round.index()).put(round.heartbeats());
          e.all(round.reads().toList(), (f, read) -> f.out.put(read));
          e.all(round.awaited(), Encoding::member);
        });
    all(reads.waiting().toList(), (e, read) -> e.out.put(read));
  }

  private void message(Message message) {
    switch (message) {
      case Message.Append append -> {
        out.put(1).put(append.epoch().value()).put(append.commit());
        id(append.prev());
        all(append.entries(), Encoding::entry);
      }
      case Message.Accepted accepted ->
          out.put(2)
              .put(accepted.epoch().value())
              .put(accepted.storageId().value())
              .put(accepted.match())
              .put(accepted.ending());
      case Message.Mismatch mismatch -> {
        out.put(3).put(mismatch.epoch().value()).put(mismatch.storageId().value());
        id(mismatch.hint());
      }
      case Message.Refused refused -> out.put(4).put(refused.promise().value());
      case Message.ReadRound round -> out.put(5).put(round.epoch().value()).put(round.nonce());
      case Message.ReadFollowing following ->
          out.put(6)
              .put(following.epoch().value())
              .put(following.storageId().value())
              .put(following.nonce());
      case Message.Join join -> out.put(7).put(join.storageId().value());
      case Message.Leave leave -> out.put(8).put(leave.storageId().value());
      case Message.UseSnapshot use -> {
        out.put(9).put(use.epoch().value());
        name(use.donor());
      }
      case Message.Recorded recorded -> {
        out.put(10);
        view(recorded.view());
      }
    }
  }
}

package chat.node.grpc;

import chat.node.chat.Application;
import chat.node.chat.Command;
import chat.node.chat.InMemoryChatState;
import chat.node.host.Replication;
import chat.node.replica.NotServing;
import chat.view.NodeName;
import chat.view.View;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * One node over a state that all nodes share: what is submitted at the primary is applied at once.
 */
final class FakeReplication implements Replication {
  private final NodeName self;
  private final InMemoryChatState state;
  private final LongSupplier clockMillis;
  private final Application application;
  private final List<Runnable> stateListeners = new CopyOnWriteArrayList<>();
  private volatile NodeState now = started(0);
  private volatile Optional<NotServing> refusal = Optional.empty();
  private volatile boolean losesAnswers;
  private volatile boolean holdsAnswers;
  private volatile boolean holdsBarriers;
  private final AtomicInteger timesAsked = new AtomicInteger();

  FakeReplication(NodeName self, InMemoryChatState state, LongSupplier clockMillis) {
    this(self, state, clockMillis, new Application());
  }

  FakeReplication(
      NodeName self, InMemoryChatState state, LongSupplier clockMillis, Application application) {
    this.self = self;
    this.application = application;
    this.state = state;
    this.clockMillis = clockMillis;
  }

  /** It leads itself, or is in touch with the view's primary. */
  void become(Role role, View view) {
    NodeName primary = view.primary().name();
    become(role, view, primary.equals(self) ? Optional.empty() : leader(view, primary));
  }

  /** Its view is still the one that names itself, and it follows this node in the next epoch. */
  void deposedBy(NodeName next) {
    View view = now.view().orElseThrow();
    become(
        Role.BACKUP,
        view,
        leader(view, next).map(to -> new Leader(to.client(), view.epoch().next())));
  }

  private static Optional<Leader> leader(View view, NodeName name) {
    return Optional.ofNullable(view.addresses().get(name))
        .map(at -> new Leader(at.client(), view.epoch()));
  }

  private void become(Role role, View view, Optional<Leader> leader) {
    now =
        new NodeState(
            role,
            Optional.of(view),
            leader,
            role == Role.PRIMARY,
            view.epoch().value(),
            0,
            0,
            0,
            0,
            false,
            false,
            Optional.empty());
    losesAnswers = false;
    stateListeners.forEach(Runnable::run);
  }

  /** A process of a node that was in the cluster before, until it has read the view. */
  void start(long promise) {
    now = started(promise);
    stateListeners.forEach(Runnable::run);
  }

  private static NodeState started(long promise) {
    return new NodeState(
        Role.WAITING,
        Optional.empty(),
        Optional.empty(),
        false,
        promise,
        0,
        0,
        0,
        0,
        false,
        false,
        Optional.empty());
  }

  /** From now on nothing is taken, though the node still thinks that it serves. */
  void refuse(NotServing reason) {
    refusal = Optional.of(reason);
  }

  void refuseNothing() {
    refusal = Optional.empty();
  }

  /** From now on commands are applied, but their answers never come. */
  void holdAnswers() {
    holdsAnswers = true;
  }

  /** Cut off from all others: it still thinks that it leads, and no barrier passes any more. */
  void holdBarriers() {
    holdsBarriers = true;
  }

  /** How often anybody asked for this node's state. */
  int timesAsked() {
    return timesAsked.get();
  }

  /** From now on commands are applied, but nobody hears of it. */
  void loseAnswers() {
    losesAnswers = true;
  }

  @Override
  public CompletableFuture<Committed> submit(
      LongFunction<Command> commandAt, BooleanSupplier gone) {
    if (!now.serving() || refusal.isPresent()) {
      return CompletableFuture.failedFuture(
          new NotServingException(refusal.orElse(NotServing.NOT_PRIMARY)));
    }
    synchronized (state) {
      long position = state.appliedIndex() + 1;
      var answer = application.apply(state, position, commandAt.apply(clockMillis.getAsLong()));
      state.appliedThrough(position);
      if (holdsAnswers) {
        return new CompletableFuture<>();
      }
      return losesAnswers
          ? CompletableFuture.failedFuture(new OutcomeUnknownException("deposed"))
          : CompletableFuture.completedFuture(new Committed(answer, 3));
    }
  }

  @Override
  public CompletableFuture<Long> readBarrier() {
    if (holdsBarriers) {
      return new CompletableFuture<>();
    }
    return now.serving()
        ? CompletableFuture.completedFuture(state.appliedIndex())
        : CompletableFuture.failedFuture(new NotServingException(NotServing.NOT_PRIMARY));
  }

  @Override
  public long timeMillis() {
    return clockMillis.getAsLong();
  }

  @Override
  public NodeState state() {
    timesAsked.incrementAndGet();
    return now;
  }

  @Override
  public AutoCloseable onApplied(LongConsumer listener) {
    return () -> {};
  }

  @Override
  public AutoCloseable onStateChange(Runnable listener) {
    stateListeners.add(listener);
    return () -> stateListeners.remove(listener);
  }
}

package chat.node.grpc;

import chat.node.chat.AuditEntry;
import chat.node.chat.ClusterCommand;
import chat.node.chat.ClusterOutcome;
import chat.node.chat.Fingerprint;
import chat.node.chat.Refusal;
import chat.node.chat.RequestId;
import chat.node.host.Replication.Committed;
import chat.node.host.Replication.NodeState;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ListAuditRequest;
import chat.proto.chat.v1.ListAuditResponse;
import chat.proto.chat.v1.SwitchoverRequest;
import chat.proto.chat.v1.SwitchoverResponse;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.View;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What operators do to the cluster and read of it. A hand-over is noted in the log with the epoch
 * that it is to end: asked for again under the same id, it is done again only while that epoch
 * lasts, and only for whoever is an operator then.
 */
final class OperatorEndpoint {
  private final LocalNode node;
  private final SessionCalls calls;
  private final Operators operators;
  private final NodeDeeds deeds;
  private final NodeName self;
  private final CallLimits limits;

  OperatorEndpoint(LocalNode node, SessionCalls calls, ClientServer.Parts parts) {
    this.node = node;
    this.calls = calls;
    this.operators = parts.operators();
    this.deeds = parts.deeds();
    this.self = parts.self();
    this.limits = parts.calls();
  }

  List<Method> methods() {
    return List.of(
        Method.mutation(
            ClusterServiceGrpc.getSwitchoverMethod(),
            Handler.unary(SwitchoverRequest.parser(), this::switchover)),
        Method.read(
            ClusterServiceGrpc.getListAuditMethod(),
            Handler.unary(ListAuditRequest.parser(), this::listAudit)));
  }

  private CompletableFuture<SwitchoverResponse> switchover(Caller caller, SwitchoverRequest asked)
      throws CallFailure {
    return calls
        .change(
            caller,
            () -> {
              byte[] id = asked.getRequestId().toByteArray();
              Failures.refuseIf(node.validation().requestId(id));
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of("switchover", asked.getTo()),
                  session -> operators.refusal(session.account()).or(() -> noSuccessor(asked)),
                  (session, stamp) ->
                      new ClusterCommand.Switchover(
                          stamp, session.account(), asked.getTo(), epoch().value()));
            })
        .thenCompose(committed -> handOver(caller, asked, committed));
  }

  /** Why nobody can take over as it was asked, if so. */
  private Optional<Refusal> noSuccessor(SwitchoverRequest asked) {
    Optional<View> view = node.replication().state().view();
    boolean found =
        view.isPresent()
            && view.get().inSync().stream()
                .map(member -> member.name())
                .filter(name -> !name.equals(self))
                .anyMatch(name -> asked.getTo().isEmpty() || name.value().equals(asked.getTo()));
    return found
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Reason.NODE_NOT_FOUND,
                asked.getTo().isEmpty()
                    ? "no other node is in sync"
                    : "there is no other node in sync of the name '" + asked.getTo() + "'"));
  }

  /**
   * A replay whose epoch is over returns who leads. One whose epoch lasts hands over again: only
   * for a session and a role that hold now.
   */
  private CompletableFuture<SwitchoverResponse> handOver(
      Caller caller, SwitchoverRequest asked, Committed committed) {
    if (!(committed.answer().outcome() instanceof ClusterOutcome.SwitchoverNoted(long epoch))) {
      throw Answers.unexpected(committed);
    }
    Optional<View> over = beyond(epoch);
    if (over.isPresent()) {
      return CompletableFuture.completedFuture(answer(over.get(), committed));
    }
    return committed.answer().replayed()
        ? calls
            .authorized(caller, session -> operators.refusal(session.account()))
            .thenCompose(_ -> handOverFrom(epoch, asked, committed))
        : handOverFrom(epoch, asked, committed);
  }

  private CompletableFuture<SwitchoverResponse> handOverFrom(
      long epoch, SwitchoverRequest asked, Committed committed) {
    CompletableFuture<View> moved = new CompletableFuture<>();
    AutoCloseable watch =
        node.replication().onStateChange(() -> beyond(epoch).ifPresent(moved::complete));
    beyond(epoch).ifPresent(moved::complete);
    if (!moved.isDone()) {
      deeds.handOver(
          asked.getTo().isEmpty() ? Optional.empty() : Optional.of(new NodeName(asked.getTo())));
    }
    return moved
        .orTimeout(limits.switchover().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> close(watch))
        .thenApply(view -> answer(view, committed))
        .exceptionallyCompose(
            thrown ->
                thrown.getCause() instanceof TimeoutException || thrown instanceof TimeoutException
                    ? Failures.failed(new Failure.Unknown("nobody has taken over yet"))
                    : CompletableFuture.failedFuture(thrown));
  }

  private Epoch epoch() {
    return node.replication().state().view().map(View::epoch).orElse(Epoch.ZERO);
  }

  private Optional<View> beyond(long epoch) {
    NodeState state = node.replication().state();
    return state.view().filter(view -> view.epoch().value() > epoch);
  }

  private static void close(AutoCloseable watch) {
    try {
      watch.close();
    } catch (Exception e) {
      throw new IllegalStateException("the watch of the node's state didn't close", e);
    }
  }

  private static SwitchoverResponse answer(View view, Committed committed) {
    return SwitchoverResponse.newBuilder()
        .setCommit(Answers.commit(committed))
        .setPrimary(view.primary().name().value())
        .setEpoch(view.epoch().value())
        .build();
  }

  private CompletableFuture<ListAuditResponse> listAudit(Caller caller, ListAuditRequest asked)
      throws CallFailure {
    return calls.read(
        caller,
        session -> {
          Failures.refuseIf(operators.refusal(session.account()));
          Failures.refuseIf(node.validation().pageSize(asked.getLimit()));
          Failures.refuseIf(node.validation().seqBound(asked.getBeforePosition()));
          long before = asked.getBeforePosition() == 0 ? Long.MAX_VALUE : asked.getBeforePosition();
          int size = node.validation().entriesOfPage(asked.getLimit());
          List<AuditEntry> found = node.reader().audit(before, size + 1);
          var page = ListAuditResponse.newBuilder();
          found.stream().limit(size).forEach(entry -> page.addEntries(Answers.audit(entry)));
          if (found.size() > size) {
            page.setNextBefore(found.get(size - 1).position());
          }
          return page.build();
        });
  }
}

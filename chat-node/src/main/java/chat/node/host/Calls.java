package chat.node.host;

import chat.node.chat.Result;
import chat.node.host.Replication.Committed;
import chat.node.host.Replication.NotServingException;
import chat.node.host.Replication.OutcomeUnknownException;
import chat.node.replica.NotServing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers that wait: for the fate of a proposal, for the result of an entry, for a state new enough
 * to read. Belongs to the loop's thread, but for the counters.
 */
final class Calls {
  /** So many answers the loop gives out itself; more go to the answering thread. */
  private static final int OWN_ANSWERS = 4;

  private final Executor answering;
  private final LoopMetrics metrics;
  private final AtomicInteger openReads = new AtomicInteger();
  private final Map<Long, List<Input.Submit>> proposals = new HashMap<>();
  private final TreeMap<Long, Input.Submit> admitted = new TreeMap<>();
  private final Map<Long, Input.Read> reads = new HashMap<>();
  private final TreeMap<Long, List<Input.Read>> ready = new TreeMap<>();
  private final List<Runnable> answers = new ArrayList<>();
  private long lastNumber;

  Calls(Executor answering, LoopMetrics metrics) {
    this.answering = answering;
    this.metrics = metrics;
  }

  /** Reads that wait; any thread. */
  AtomicInteger openReads() {
    return openReads;
  }

  int admittedCount() {
    return admitted.size();
  }

  long proposed(List<Input.Submit> submits) {
    proposals.put(++lastNumber, submits);
    return lastNumber;
  }

  long requested(Input.Read read) {
    reads.put(++lastNumber, read);
    return lastNumber;
  }

  void admitted(long proposal, long firstIndex) {
    long index = firstIndex;
    for (Input.Submit submit : taken(proposal)) {
      admitted.put(index++, submit);
    }
  }

  void rejected(long proposal, NotServing reason) {
    for (Input.Submit submit : taken(proposal)) {
      fail(submit.answer(), new NotServingException(reason));
    }
  }

  private List<Input.Submit> taken(long proposal) {
    List<Input.Submit> submits = proposals.remove(proposal);
    if (submits == null) {
      throw new IllegalStateException("the core answered proposal " + proposal + " twice");
    }
    return submits;
  }

  /** Rule 12. What is committed already, its application only under way, keeps its answer. */
  void deposed(long committedThrough, String why) {
    Map<Long, Input.Submit> unknown = admitted.tailMap(committedThrough, false);
    for (Input.Submit submit : unknown.values()) {
      fail(submit.answer(), new OutcomeUnknownException(why));
    }
    unknown.clear();
  }

  /**
   * A snapshot replaces what these entries would have been applied to: nobody learns their results
   * any more. The state has reached its position, so reads up to it may begin.
   */
  void installed(long position) {
    Map<Long, Input.Submit> unknown = admitted.headMap(position, true);
    for (Input.Submit submit : unknown.values()) {
      fail(submit.answer(), new OutcomeUnknownException("a snapshot took the place of the log"));
    }
    unknown.clear();
    advanced(position);
  }

  void readsReady(List<Long> numbers, long index, long appliedIndex) {
    for (long number : numbers) {
      Input.Read read = reads.remove(number);
      if (read != null) {
        ready.computeIfAbsent(index, at -> new ArrayList<>()).add(read);
      }
    }
    advanced(appliedIndex);
  }

  void readsRejected(List<Long> numbers, NotServing reason) {
    for (long number : numbers) {
      Input.Read read = reads.remove(number);
      if (read != null) {
        openReads.decrementAndGet();
        fail(read.index(), new NotServingException(reason));
      }
    }
  }

  void applied(List<Store.Applied> results, int inSyncCount) {
    long now = System.nanoTime();
    for (Store.Applied applied : results) {
      Input.Submit submit = admitted.remove(applied.index());
      if (submit != null) {
        metrics.committed(now - submit.submittedNanos());
        if (applied.result() instanceof Result.Answer answer) {
          answers.add(() -> submit.answer().complete(new Committed(answer, inSyncCount)));
        } else {
          throw new IllegalStateException(
              "a client's command at " + applied.index() + " was applied as " + applied.result());
        }
      }
    }
  }

  /** The applied state reached this index: reads up to it may begin. */
  void advanced(long appliedIndex) {
    Map<Long, List<Input.Read>> now = ready.headMap(appliedIndex, true);
    for (List<Input.Read> list : now.values()) {
      for (Input.Read read : list) {
        openReads.decrementAndGet();
        answers.add(() -> read.index().complete(appliedIndex));
      }
    }
    now.clear();
  }

  /** The loop ends: nothing is answered any more. */
  void abandon(NotServing reason) {
    deposed(0, "the node stopped");
    List.copyOf(proposals.keySet()).forEach(proposal -> rejected(proposal, reason));
    readsRejected(List.copyOf(reads.keySet()), reason);
    for (List<Input.Read> list : ready.values()) {
      for (Input.Read read : list) {
        openReads.decrementAndGet();
        fail(read.index(), new NotServingException(reason));
      }
    }
    ready.clear();
    flush();
  }

  void fail(CompletableFuture<?> caller, Exception with) {
    answers.add(() -> caller.completeExceptionally(with));
  }

  /** Gives out what was answered. */
  void flush() {
    if (answers.isEmpty()) {
      return;
    }
    List<Runnable> batch = List.copyOf(answers);
    answers.clear();
    if (batch.size() <= OWN_ANSWERS) {
      batch.forEach(Runnable::run);
    } else {
      answering.execute(() -> batch.forEach(Runnable::run));
    }
  }
}

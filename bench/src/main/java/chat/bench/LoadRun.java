package chat.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** One load on one target for a time; used once. */
final class LoadRun {
  private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(Target.PATIENCE_SECONDS) * 2;

  /** An open load sends no more while so many wait: the rest counts as failed. */
  private static final int OPEN_IN_FLIGHT = 20_000;

  private final Target target;
  private final Histogram latencies = new ConcurrentHistogram(LONGEST_MICROS, 3);
  private final LongAdder failures = new LongAdder();
  private final AtomicLong sent = new AtomicLong();
  private final Phaser running = new Phaser(1);
  private volatile String lastFailure = "";
  private long endNanos;

  LoadRun(Target target) {
    this.target = target;
  }

  /** Latencies in microseconds, and how many sends failed. */
  record Outcome(Histogram latencies, double seconds, long failures, String lastFailure) {
    double perSecond() {
      return latencies.getTotalCount() / seconds;
    }
  }

  /** Blocks until the time is over and every message is answered. */
  Outcome run(Load load, long millis) {
    long start = System.nanoTime();
    endNanos = start + TimeUnit.MILLISECONDS.toNanos(millis);
    switch (load) {
      case Load.Closed(int inFlight) -> {
        running.bulkRegister(inFlight);
        for (int slot = 0; slot < inFlight; slot++) {
          sendAndGoOn();
        }
      }
      case Load.Open(int perSecond) -> offer(start, perSecond);
    }
    running.arriveAndAwaitAdvance();
    return new Outcome(latencies, (System.nanoTime() - start) / 1e9, failures.sum(), lastFailure);
  }

  private void sendAndGoOn() {
    long start = System.nanoTime();
    if (start - endNanos >= 0) {
      running.arriveAndDeregister();
      return;
    }
    var _ =
        target
            .send(sent.getAndIncrement())
            .whenComplete(
                (_, failure) -> {
                  note(start, failure);
                  sendAndGoOn();
                });
  }

  private void offer(long start, int perSecond) {
    long gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    AtomicInteger open = new AtomicInteger();
    for (long due = start; due - endNanos < 0; due += gapNanos) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      if (open.get() >= OPEN_IN_FLIGHT) {
        failures.increment();
        lastFailure = OPEN_IN_FLIGHT + " messages wait for their answers";
        continue;
      }
      open.incrementAndGet();
      running.register();
      long dueAt = due;
      CompletableFuture<?> answer = target.send(sent.getAndIncrement());
      var _ =
          answer.whenComplete(
              (_, failure) -> {
                note(dueAt, failure);
                open.decrementAndGet();
                running.arriveAndDeregister();
              });
    }
  }

  private void note(long start, Throwable failure) {
    if (failure == null) {
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
      latencies.recordValue(Math.min(micros, LONGEST_MICROS));
    } else {
      failures.increment();
      lastFailure = failure.toString();
    }
  }
}

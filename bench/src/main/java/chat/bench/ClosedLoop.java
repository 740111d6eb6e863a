package chat.bench;

import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A fixed number of sends in flight: each answer starts the next send, until the time is over. What
 * was measured is the time from a send's start to its acknowledgement.
 */
final class ClosedLoop {
  private static final int ATTEMPT_SECONDS = 30;
  private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(ATTEMPT_SECONDS);

  private final List<Channel> sessions;
  private final List<String> recipients;
  private final String text;
  private final Histogram latencies = new ConcurrentHistogram(LONGEST_MICROS, 3);
  private final LongAdder failures = new LongAdder();
  private final Phaser running = new Phaser(1);
  private volatile String lastFailure = "";
  private long end;

  /** The i-th session writes to the i-th recipient. */
  ClosedLoop(List<Channel> sessions, List<String> recipients, String text) {
    this.sessions = List.copyOf(sessions);
    this.recipients = List.copyOf(recipients);
    this.text = text;
  }

  /** Latencies in microseconds, and how many sends failed. */
  record Outcome(Histogram latencies, double seconds, long failures, String lastFailure) {
    double perSecond() {
      return latencies.getTotalCount() / seconds;
    }
  }

  Outcome run(int inFlight, long millis) {
    long start = System.nanoTime();
    end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    running.bulkRegister(inFlight);
    for (int slot = 0; slot < inFlight; slot++) {
      sendNext(slot % sessions.size());
    }
    running.arriveAndAwaitAdvance();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Outcome(latencies, seconds, failures.sum(), lastFailure);
  }

  private void sendNext(int session) {
    long start = System.nanoTime();
    if (start - end >= 0) {
      running.arriveAndDeregister();
      return;
    }
    SendRequest request =
        SendRequest.newBuilder()
            .setRequestId(requestId())
            .setTo(recipients.get(session))
            .setText(text)
            .build();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS);
    ClientCalls.asyncUnaryCall(
        sessions.get(session).newCall(ChatServiceGrpc.getSendMethod(), options),
        request,
        new StreamObserver<SendResponse>() {
          @Override
          public void onNext(SendResponse answer) {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
            latencies.recordValue(Math.min(micros, LONGEST_MICROS));
          }

          @Override
          public void onError(Throwable failure) {
            failures.increment();
            lastFailure = failure.toString();
            sendNext(session);
          }

          @Override
          public void onCompleted() {
            sendNext(session);
          }
        });
  }

  private static ByteString requestId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    ByteBuffer id = ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong());
    return ByteString.copyFrom(id.flip());
  }
}

package chat.cli.client;

import chat.cli.client.Connections.Connection;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A subscription that outlives its connections. After each break it goes on behind the last event
 * that the sink has taken, so the sink sees every event once, in order.
 */
public final class Subscription {
  /** A stream that says nothing at all this long, not even a heartbeat, is given up. */
  static final Duration SILENCE_LIMIT = Duration.ofSeconds(20);

  /** A sink that never catches up still gets to save its cursor this often. */
  static final int PAUSE_EVENTS = 256;

  private static final String CURSOR_INVALID = "CURSOR_INVALID";

  private final RetryingCalls calls;
  private final Optional<byte[]> token;
  private final Start start;
  private final Sink sink;
  private ByteString cursor;
  private Optional<ChatFailure> foreign = Optional.empty();
  private boolean behind;
  private boolean anew;
  private long missed;

  /**
   * Where to begin. {@code fromStart} only counts with an empty cursor; without it: from now on.
   */
  public record Start(byte[] cursor, boolean fromStart) {
    public Start {
      cursor = cursor.clone();
    }

    @Override
    public byte[] cursor() {
      return cursor.clone();
    }
  }

  /** Takes the events, on one thread. An exception ends the subscription. */
  public interface Sink {
    void message(ChatMessage message);

    void event(ChatEvent event);

    /** The past is told; what comes now is new. */
    void caughtUp();

    /**
     * The place where the subscription stood is another cluster's, most likely of the one that was
     * there before a restore. True: it goes on from where it would begin without a place. What the
     * sink took before it knows itself; some of it may come again, and some may never have been.
     */
    boolean anotherCluster();

    /**
     * The last event is given, and {@code cursor} covers it and all before. False ends the
     * subscription at once.
     */
    default boolean settled(byte[] cursor) throws ChatFailure {
      return true;
    }

    /**
     * Whether to read on where another cluster than the session's answers and knows the session, as
     * after a restore. For those who only read: calls of this client name no cluster then.
     */
    default boolean followsRestores() {
      return false;
    }

    /** Whether what it has is enough: then {@link #pause} follows before any other event. */
    boolean isFull();

    /**
     * Everything before {@code cursor} was given to the sink, and nothing more waits right now, or
     * much was given: the moment to flush, and then to save the cursor. False ends the
     * subscription.
     */
    boolean pause(byte[] cursor) throws ChatFailure;
  }

  Subscription(RetryingCalls calls, Optional<byte[]> token, Start start, Sink sink) {
    this.calls = calls;
    this.token = token;
    this.start = start;
    this.sink = sink;
    this.cursor = ByteString.copyFrom(start.cursor());
  }

  /** Until the sink wants no more, or the server refuses for good. */
  void run() throws ChatFailure {
    Backoff backoff = new Backoff();
    while (true) {
      Duration atLeast = Duration.ZERO;
      Connection connection;
      try {
        connection = calls.connections().current();
      } catch (ChatFailure noWay) {
        if (noWay.kind() != ChatFailure.Kind.UNAVAILABLE) {
          throw noWay;
        }
        calls.lost(noWay);
        LockSupport.parkNanos(backoff.next(atLeast).toNanos());
        continue;
      }
      String why;
      try (EventStream stream = open(connection)) {
        if (!drain(stream, connection, backoff)) {
          return;
        }
        why = "it ended the stream";
      } catch (EventStream.Broken broken) {
        // What came before the break was given to the sink, and isn't to wait for the next stream.
        if (!sink.pause(cursor.toByteArray())) {
          return;
        }
        switch (broken.verdict()) {
          case Verdict.Final last -> {
            if (!goesOnAnew(last.failure()) && !follows(last.failure())) {
              // A session that ended there is beside the point.
              throw foreign.orElse(last.failure());
            }
            continue;
          }
          case Verdict.NotApplied not -> atLeast = not.retryAfter();
          case Verdict.Unknown _ -> {}
        }
        why = broken.verdict().why();
      }
      calls.streamBroken();
      calls.failed(connection.endpoint(), why);
      behind = true;
      Optional<ChatFailure> barrier = calls.connections().route().barrier();
      if (barrier.isPresent()) {
        throw barrier.get();
      }
      LockSupport.parkNanos(backoff.next(atLeast).toNanos());
    }
  }

  private boolean goesOnAnew(ChatFailure failure) {
    if (!failure.reason().equals(CURSOR_INVALID) || cursor.isEmpty() || !sink.anotherCluster()) {
      return false;
    }
    cursor = ByteString.EMPTY;
    anew = true;
    return true;
  }

  /** A reader may follow to a restored cluster, which knows the session from its backup. */
  private boolean follows(ChatFailure failure) {
    if (!failure.reason().equals(ChatFailure.ANOTHER_CLUSTER) || !sink.followsRestores()) {
      return false;
    }
    foreign = Optional.of(failure);
    calls.name("");
    return true;
  }

  private EventStream open(Connection connection) {
    SubscribeRequest request =
        SubscribeRequest.newBuilder()
            .setCursor(cursor)
            .setFromStart(cursor.isEmpty() && start.fromStart())
            .build();
    return EventStream.open(
        calls.authorized(connection, token),
        ChatServiceGrpc.getSubscribeMethod(),
        request,
        SILENCE_LIMIT);
  }

  /** False where the sink wants no more; true where this stream is over and another must follow. */
  private boolean drain(EventStream stream, Connection connection, Backoff backoff)
      throws EventStream.Broken, ChatFailure {
    int taken = 0;
    while (true) {
      SubscribeResponse event = stream.next();
      taken++;
      boolean goesAway = event.hasGoAway();
      if (!goesAway) {
        backoff.reset();
        answered(connection, event);
      }
      give(event);
      if (!event.getCursor().isEmpty()) {
        cursor = event.getCursor();
      }
      if (!sink.settled(cursor.toByteArray())) {
        return false;
      }
      if (goesAway || taken >= PAUSE_EVENTS || stream.isDrained() || sink.isFull()) {
        taken = 0;
        if (!sink.pause(cursor.toByteArray())) {
          return false;
        }
      }
      if (goesAway) {
        return true;
      }
    }
  }

  /** After a break, being back is told once all that was missed is here. */
  private void answered(Connection connection, SubscribeResponse event) {
    if (!behind) {
      calls.answered(connection);
      return;
    }
    if (event.hasMessage()) {
      missed++;
    }
    if (event.hasCaughtUp()) {
      // From the start of another cluster, most of it wasn't missed.
      calls.caughtUp(connection, anew ? OptionalLong.empty() : OptionalLong.of(missed));
      behind = false;
      missed = 0;
      anew = false;
    }
  }

  private void give(SubscribeResponse event) {
    switch (event.getEventCase()) {
      case MESSAGE -> sink.message(Wire.message(event.getMessage()));
      case RECEIPT -> sink.event(Wire.receipt(event.getReceipt()));
      case DELETION -> sink.event(Wire.deletion(event.getDeletion()));
      case GROUP_CHANGED ->
          sink.event(
              new ChatEvent.GroupChanged(
                  Wire.group(event.getGroupChanged().getGroup()),
                  event.getGroupChanged().getOut()));
      case ACCOUNT_DELETED -> sink.event(Wire.accountDeleted(event.getAccountDeleted()));
      case CAUGHT_UP -> sink.caughtUp();
      case HEARTBEAT, GO_AWAY, EVENT_NOT_SET -> {}
    }
  }
}

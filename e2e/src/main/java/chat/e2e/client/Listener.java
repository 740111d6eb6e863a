package chat.e2e.client;

import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes down every message that a user's stream brings, in the order in which it came, and goes on
 * with the cursor at another node whenever the stream ends. It drops nothing that comes twice: to
 * find that is its purpose.
 */
public final class Listener implements AutoCloseable {
  private static final int PAUSE_MILLIS = 100;

  /** A node that froze closes nothing: a stream is given up after this, and resumed. */
  private static final int STREAM_MILLIS = 10_000;

  private final TestClient client;
  private final List<Received> messages = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final Context.CancellableContext context = Context.current().withCancellation();
  private final Thread thread;
  private volatile boolean closed;
  private ByteString cursor = ByteString.EMPTY;
  private int reconnects;
  private volatile String trouble = "";

  private Listener(TestClient client) {
    this.client = client;
    this.thread = Thread.ofVirtual().name("listen-" + client.name()).unstarted(this::listen);
  }

  static Listener fromStart(TestClient client) {
    Listener listener = new Listener(client);
    listener.thread.start();
    return listener;
  }

  /** What came so far. */
  public synchronized List<Received> messages() {
    return List.copyOf(messages);
  }

  /** What else came so far. */
  public synchronized List<Told> told() {
    return List.copyOf(told);
  }

  public synchronized int count() {
    return messages.size();
  }

  /** How often the stream had to be opened again. */
  public synchronized int reconnects() {
    return reconnects;
  }

  /** Why it stopped listening for good; empty while all is well. */
  public String trouble() {
    return trouble;
  }

  private void listen() {
    while (!closed) {
      ManagedChannel channel = client.channel();
      try {
        context.run(() -> follow(channel));
      } catch (StatusRuntimeException failure) {
        if (!closed && !Errors.mayBeRetried(failure)) {
          trouble = Errors.refused(failure).toString();
          return;
        }
      } catch (RuntimeException failure) {
        trouble = failure.toString();
        return;
      }
      if (!closed) {
        client.tryAnother(channel);
        TestClient.pause(PAUSE_MILLIS);
      }
      synchronized (this) {
        reconnects++;
      }
    }
  }

  private void follow(ManagedChannel channel) {
    SubscribeRequest.Builder request = SubscribeRequest.newBuilder();
    synchronized (this) {
      request.setCursor(cursor).setFromStart(cursor.isEmpty());
    }
    Iterator<SubscribeResponse> events =
        client
            .withSession(ChatServiceGrpc.newBlockingStub(channel))
            .withDeadlineAfter(STREAM_MILLIS, TimeUnit.MILLISECONDS)
            .subscribe(request.build());
    while (events.hasNext()) {
      SubscribeResponse event = events.next();
      synchronized (this) {
        cursor = event.getCursor();
        if (event.hasMessage()) {
          messages.add(TestClient.received(event.getMessage()));
        }
        Told.of(event).ifPresent(told::add);
      }
      if (event.hasGoAway()) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    context.cancel(null);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

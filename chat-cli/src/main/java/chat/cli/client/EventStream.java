package chat.cli.client;

import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One server stream, read by one thread at its own pace: the server sends no more than asked for.
 */
final class EventStream implements AutoCloseable {
  /** How many events may wait here. */
  static final int WINDOW = 256;

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final ClientCall<SubscribeRequest, SubscribeResponse> call;
  private final Duration silenceLimit;

  /** What the reader finds in the queue. At most WINDOW events and one end. */
  private sealed interface Item {
    record Event(SubscribeResponse response) implements Item {}

    record End(Status status, Metadata trailers) implements Item {}
  }

  /** The stream is over; nothing that was received is lost. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Verdict verdict;

    Broken(Verdict verdict) {
      super(verdict.why(), null, false, false);
      this.verdict = verdict;
    }

    Verdict verdict() {
      return verdict;
    }
  }

  private EventStream(ClientCall<SubscribeRequest, SubscribeResponse> call, Duration silenceLimit) {
    this.call = call;
    this.silenceLimit = silenceLimit;
  }

  static EventStream open(
      Channel channel,
      MethodDescriptor<SubscribeRequest, SubscribeResponse> method,
      SubscribeRequest request,
      Duration silenceLimit) {
    EventStream stream =
        new EventStream(channel.newCall(method, CallOptions.DEFAULT), silenceLimit);
    stream.call.start(stream.new Listener(), new Metadata());
    stream.call.request(WINDOW);
    stream.call.sendMessage(request);
    stream.call.halfClose();
    return stream;
  }

  /** Waits for the next event. */
  SubscribeResponse next() throws Broken {
    try {
      Item item = items.poll(silenceLimit.toMillis(), TimeUnit.MILLISECONDS);
      return switch (item) {
        case null -> throw new Broken(new Verdict.Unknown("silent for too long"));
        case Item.Event event -> {
          call.request(1);
          yield event.response();
        }
        case Item.End end -> throw new Broken(verdict(end));
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Broken(new Verdict.Unknown("interrupted"));
    }
  }

  private static Verdict verdict(Item.End end) {
    return end.status().isOk()
        ? new Verdict.Unknown("it ended the stream")
        : StatusReader.read(end.status().asRuntimeException(end.trailers()), true);
  }

  /** Whether the next call of {@link #next} would have to wait. */
  boolean isDrained() {
    return items.isEmpty();
  }

  @Override
  public void close() {
    call.cancel("no longer needed", null);
  }

  private final class Listener extends ClientCall.Listener<SubscribeResponse> {
    @Override
    public void onMessage(SubscribeResponse message) {
      items.add(new Item.Event(message));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      items.add(new Item.End(status, trailers));
    }
  }
}

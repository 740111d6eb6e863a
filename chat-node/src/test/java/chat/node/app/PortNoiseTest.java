package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class PortNoiseTest {
  private boolean closing;
  private final PortNoise noise = new PortNoise(() -> closing);

  private static LogRecord record(String logger, Throwable thrown) {
    LogRecord record = new LogRecord(Level.SEVERE, "it failed");
    record.setLoggerName(logger);
    record.setThrown(thrown);
    return record;
  }

  @Test
  void what_strangers_can_cause_is_kept_out() {
    assertThat(noise.isLoggable(record(PortNoise.CONNECTIONS, new IOException("reset")))).isFalse();
    Http2Exception garbage = new Http2Exception(Http2Error.PROTOCOL_ERROR, "no preface");
    assertThat(noise.isLoggable(record(PortNoise.CONNECTIONS, garbage))).isFalse();
  }

  @Test
  void a_fault_of_ours_is_logged() {
    assertThat(noise.isLoggable(record(PortNoise.CONNECTIONS, new IllegalStateException("oh"))))
        .isTrue();
    assertThat(noise.isLoggable(new LogRecord(Level.SEVERE, "without a cause"))).isTrue();
  }

  @Test
  void the_ports_are_heard_until_the_node_has_stopped() {
    LogRecord late = record("io.grpc.netty.NettyServerHandler", new IndexOutOfBoundsException());
    assertThat(noise.isLoggable(late)).isTrue();
    LogRecord closed =
        record("io.netty.util.concurrent.DefaultPromise", new IndexOutOfBoundsException());
    assertThat(noise.isLoggable(closed)).isTrue();
    closing = true;
    assertThat(noise.isLoggable(late)).isFalse();
    assertThat(noise.isLoggable(closed)).isFalse();
    assertThat(noise.isLoggable(record("chat.node.host.ReplicaLoop", new IOException("disk"))))
        .isTrue();
  }

  @Test
  void other_categories_are_logged_whatever_they_say() {
    assertThat(noise.isLoggable(record("chat.node.host.ReplicaLoop", new IOException("disk"))))
        .isTrue();
  }
}

package chat.node.app;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Exception;
import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of the log what strangers at the ports can cause as often as they like: connections
 * that broke, and bytes that are no HTTP/2. Whatever else fails on a connection is a fault of ours
 * and is logged with its stack trace, for which that category has to be at DEBUG. And once the node
 * has stopped, what the framework says of peers who call while it closes its ports.
 */
@LoggingFilter(name = "port-noise")
public final class PortNoise implements Filter {
  static final String CONNECTIONS = "io.vertx.core.net.impl.ConnectionBase";

  /** Who tells of calls that found no thread or no bean any more. */
  private static final List<String> CLOSING =
      List.of("io.grpc.", "io.netty.", "io.vertx.", "io.quarkus.grpc.", "io.quarkus.vertx.");

  private static volatile boolean portsClose;

  private final BooleanSupplier closing;

  /** As the framework makes it. */
  public PortNoise() {
    this(() -> portsClose);
  }

  PortNoise(BooleanSupplier closing) {
    this.closing = closing;
  }

  /** The node has stopped; what is left is the framework's to close. */
  static void portsClose() {
    portsClose = true;
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    String name = record.getLoggerName();
    return !(CONNECTIONS.equals(name) && isNoise(record.getThrown()))
        && !(name != null && closing.getAsBoolean() && CLOSING.stream().anyMatch(name::startsWith));
  }

  private static boolean isNoise(@Nullable Throwable thrown) {
    return switch (thrown) {
      case IOException _, Http2Exception _, DecoderException _ -> true;
      case null, default -> false;
    };
  }
}

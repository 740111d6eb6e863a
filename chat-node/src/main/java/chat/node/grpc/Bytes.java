package chat.node.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A message as it came over the wire. */
final class Bytes {
  private Bytes() {}

  static final Marshaller<byte[]> MARSHALLER =
      new Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new Known(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  /** Its length is known without reading, which spares the framer a copy. */
  private static final class Known extends ByteArrayInputStream implements KnownLength {
    Known(byte[] value) {
      super(value);
    }
  }
}

package chat.cli.file;

import java.io.IOException;
import java.io.OutputStream;

/** A pipe, a device or standard output: what is written is there at once. */
record OpenStream(OutputStream stream) implements OutputFile {
  @Override
  public void finish() throws IOException {
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

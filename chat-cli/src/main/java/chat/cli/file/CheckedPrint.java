package chat.cli.file;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Bytes into a print stream, which keeps its failures to itself. Stays open. */
final class CheckedPrint extends FilterOutputStream {
  private final PrintStream print;

  CheckedPrint(PrintStream print) {
    super(print);
    this.print = print;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    print.write(bytes, offset, length);
    check();
  }

  @Override
  public void flush() throws IOException {
    check();
  }

  @Override
  public void close() {
    print.flush();
  }

  private void check() throws IOException {
    if (print.checkError()) {
      throw new IOException("the output can't be written, or nobody reads it any more");
    }
  }
}

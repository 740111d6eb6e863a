package chat.cli.output;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * How much of what was written into the pipe at standard output its reader has not read yet. Only
 * Linux tells that to the writing side ({@code FIONREAD}), and whether anybody reads at all ({@code
 * POLLERR}).
 */
public final class PipeGauge {
  private static final int STDOUT = 1;
  private static final Path STDOUT_FILE = Path.of("/proc/self/fd/1");
  private static final int TYPE_MASK = 0170000;
  private static final int FIFO = 0010000;

  /** The numbers below hold on these. */
  private static final Set<String> PROCESSORS = Set.of("amd64", "aarch64");

  private static final long FIONREAD = 0x541B;
  private static final short POLLERR = 8;

  /** Between two looks: a reader that is quick costs microseconds, one that rests no CPU. */
  private static final long SHORTEST_NANOS = 20_000;

  private static final long LONGEST_NANOS = 20_000_000;

  /** {@code struct pollfd}: the descriptor, what is asked for, and at 6 what is so. */
  private static final int POLLFD_BYTES = 8;

  private static final int REVENTS = 6;

  private final MethodHandle ioctl;
  private final MethodHandle poll;
  private final MemorySegment count;
  private final MemorySegment descriptor;

  private PipeGauge() {
    Linker linker = Linker.nativeLinker();
    ioctl =
        linker.downcallHandle(
            linker.defaultLookup().find("ioctl").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    poll =
        linker.downcallHandle(
            linker.defaultLookup().find("poll").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    count = Arena.global().allocate(ValueLayout.JAVA_INT);
    descriptor = Arena.global().allocate(POLLFD_BYTES);
    descriptor.set(ValueLayout.JAVA_INT, 0, STDOUT);
  }

  /** Of this process; none where standard output is no pipe, or the system doesn't tell. */
  public static Optional<PipeGauge> ofStdout() {
    try {
      if (!PROCESSORS.contains(System.getProperty("os.arch"))
          || ((int) Files.getAttribute(STDOUT_FILE, "unix:mode") & TYPE_MASK) != FIFO) {
        return Optional.empty();
      }
      PipeGauge gauge = new PipeGauge();
      return gauge.unread() < 0 ? Optional.empty() : Optional.of(gauge);
    } catch (IOException | IllegalCallerException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Waits until all is read; false where the reader is gone before. */
  public boolean awaitRead() {
    long nanos = SHORTEST_NANOS;
    while (!isAbandoned()) {
      if (unread() == 0) {
        return true;
      }
      LockSupport.parkNanos(nanos);
      nanos = Math.min(2 * nanos, LONGEST_NANOS);
    }
    return unread() == 0;
  }

  /** Whether nobody can read it any more. */
  public boolean isAbandoned() {
    try {
      int ready = (int) poll.invokeExact(descriptor, 1L, 0);
      return ready > 0 && (descriptor.get(ValueLayout.JAVA_SHORT, REVENTS) & POLLERR) != 0;
    } catch (Throwable e) {
      throw new IllegalStateException("poll", e);
    }
  }

  private int unread() {
    try {
      int result = (int) ioctl.invokeExact(STDOUT, FIONREAD, count);
      return result < 0 ? result : count.get(ValueLayout.JAVA_INT, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl", e);
    }
  }
}

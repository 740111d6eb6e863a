package chat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What processes have used so far, read from {@code /proc}. */
record Cost(double cpuSeconds, long residentKib, double writtenKib) {
  /** The kernel's unit for times in {@code /proc/PID/stat}, the same on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  static Cost of(List<Long> pids) {
    double cpuSeconds = 0;
    long residentKib = 0;
    double writtenKib = 0;
    for (long pid : pids) {
      cpuSeconds += cpuSeconds(pid);
      residentKib += field(pid, "status", "VmRSS:");
      writtenKib += field(pid, "io", "write_bytes:") / 1024.0;
    }
    return new Cost(cpuSeconds, residentKib, writtenKib);
  }

  private static double cpuSeconds(long pid) {
    String stat = read(pid, "stat");
    // The program's name stands in parentheses and may hold anything; the fields follow it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
        / TICKS_PER_SECOND;
  }

  private static long field(long pid, String file, String name) {
    return read(pid, file)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("/proc of " + pid, e);
    }
  }
}

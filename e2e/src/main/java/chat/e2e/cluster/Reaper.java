package chat.e2e.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the processes of a cluster when this program ends, even by kill -9: a small shell waits on a
 * pipe that only this program holds. When the pipe closes, it kills the pids that were written to
 * it and not taken back.
 */
final class Reaper {
  private static final String SCRIPT =
      """
      pids=' '
      while read -r verb pid; do
        case $verb in
          watch) pids="$pids$pid " ;;
          forget) pids="${pids%% $pid *} ${pids#* $pid }" ;;
        esac
      done
      for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
      """;

  private static final Reaper ONLY = new Reaper();
  private final OutputStream pipe;

  private Reaper() {
    try {
      Process shell =
          new ProcessBuilder("bash", "-c", SCRIPT)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      pipe = shell.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException("the reaper's shell", e);
    }
  }

  /** From now on the process dies with this program. */
  static void watch(Process process) {
    ONLY.tell("watch", process.pid());
    var _ = process.onExit().thenAccept(ended -> ONLY.tell("forget", ended.pid()));
  }

  private synchronized void tell(String verb, long pid) {
    try {
      pipe.write((verb + " " + pid + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the reaper's shell is gone", e);
    }
  }
}

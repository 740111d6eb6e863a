package chat.e2e.kube;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Processes of containers, seen from the machine that carries all the cluster's machines: from
 * inside of a container its first process can't be killed.
 */
final class Containers {
  private Containers() {}

  /** {@code kill -9} of all processes of a container. */
  static void kill(String containerId) {
    List<ProcessHandle> processes =
        ProcessHandle.allProcesses().filter(process -> isOf(process, containerId)).toList();
    if (processes.isEmpty()) {
      throw new IllegalStateException("no process is of container " + containerId);
    }
    processes.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isOf(ProcessHandle process, String containerId) {
    try {
      // Read as bytes: files of /proc have no size.
      byte[] groups = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cgroup"));
      return new String(groups, StandardCharsets.US_ASCII).contains(containerId);
    } catch (IOException e) {
      return false; // It ended meanwhile.
    }
  }
}

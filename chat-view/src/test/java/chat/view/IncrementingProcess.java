package chat.view;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * A process that counts in the view until it is killed: each compare-and-set raises its own count,
 * kept as a port number beside its name. Before each it writes {@code try COUNT} to its diary, and
 * after each that was stored {@code done COUNT}: what was written there outlives the process.
 */
final class IncrementingProcess {
  private IncrementingProcess() {}

  public static void main(String[] args) throws Exception {
    NodeName self = new NodeName(args[0]);
    try (FileViewStore store = new FileViewStore(Path.of(args[1]));
        FileOutputStream diary = new FileOutputStream(args[2], true)) {
      while (true) {
        View now = store.read().orElseThrow();
        int count = countOf(now, self) + 1;
        write(diary, "try " + count);
        if (store.compareAndSet(counting(now, self, count)) == ViewStore.Outcome.STORED) {
          write(diary, "done " + count);
        }
      }
    }
  }

  static int countOf(View view, NodeName of) {
    NodeAddresses at = view.addresses().get(of);
    return at == null ? 0 : at.client().port();
  }

  private static View counting(View now, NodeName self, int count) {
    TreeMap<NodeName, NodeAddresses> addresses = new TreeMap<>(now.addresses());
    Address address = new Address("count", count);
    addresses.put(self, new NodeAddresses(address, address));
    return new View(
        now.clusterId(), now.rev().next(), now.epoch(), now.primary(), now.inSync(), addresses);
  }

  private static void write(FileOutputStream diary, String line) throws IOException {
    diary.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}

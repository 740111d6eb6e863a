package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.ReadLimits;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest state that the limits allow, in what a read meets of it: 200 groups of 100 members
 * with long messages, 5,000 conversations, 10,000 unread messages. Every read is asked in a process
 * with a fifth of the heap that the chart gives a node (307 MiB); the long messages alone exceed
 * it.
 */
class WorstStateTest {
  private static final int HEAP_MIB = 64;
  private static final int TEXT_BYTES = 16_000;
  private static final LargeState STATE = new LargeState(200, 5, 22, 5_000, 1_000, TEXT_BYTES);
  private static final long PAGE_TEXT = ReadLimits.DEFAULTS.pageBytes() + TEXT_BYTES;

  /** Of one call, garbage included: its page in several forms, and what loading classes took. */
  private static final long CALL_ALLOCATES = 24L * 1024 * 1024;

  @TempDir Path folder;

  private record Call(String name, long rows, long textBytes, long allocated, long micros) {
    static Call of(String line) {
      String[] parts = line.split("\t");
      return new Call(
          parts[0],
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]),
          Long.parseLong(parts[4]));
    }

    Call dearer(Call other) {
      return new Call(
          name,
          rows + other.rows,
          Math.max(textBytes, other.textBytes),
          Math.max(allocated, other.allocated),
          Math.max(micros, other.micros));
    }
  }

  @Test
  void everyReadOfTheLargestStateFitsIntoAFifthOfTheHeap() throws Exception {
    Path file = folder.resolve("chat.db");
    STATE.make(file);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP_MIB + "m", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    String classPath = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classPath)));
    command.addAll(List.of(WorstStateReads.class.getName(), file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Map<String, Call> calls = new TreeMap<>();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("\t")) {
          calls.merge(line.substring(0, line.indexOf('\t')), Call.of(line), Call::dearer);
        } else {
          said.add(line);
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("%s", said).isZero();
    calls.values().forEach(call -> System.out.println("worst state: " + call));
    assertThat(calls).hasSizeGreaterThan(25);
    assertThat(calls.values())
        .allSatisfy(
            call -> {
              assertThat(call.textBytes()).as(call.toString()).isLessThanOrEqualTo(PAGE_TEXT);
              assertThat(call.allocated()).as(call.toString()).isLessThan(CALL_ALLOCATES);
            });
    // Two rounds of everything, so that nothing is missing either.
    assertThat(rows(calls, "inbox")).isEqualTo(2 * (200 * 22 + 10_000));
    assertThat(rows(calls, "changes")).isEqualTo(2 * (200 * 27 + 10_000 + 200));
    assertThat(rows(calls, "conversations")).isEqualTo(2 * 5_200);
    assertThat(rows(calls, "groups")).isEqualTo(2 * 200);
  }

  private static long rows(Map<String, Call> calls, String name) {
    Call call = calls.get(name);
    return call == null ? 0 : call.rows();
  }
}

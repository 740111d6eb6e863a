package chat.cli.command;

import chat.cli.client.ChatFailure;
import chat.cli.output.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs a command for each message, one after the other, with the message as JSON on its input. The
 * message is taken, and its place saved, when the command ends with 0; otherwise the listening
 * ends, and the message comes again.
 */
final class ExecHandOver implements HandOver {
  private static final List<String> FIELDS =
      List.of("id", "conversation", "seq", "from", "to", "time", "event");

  /** What the launcher changed for Java's sake: see scripts/utf8-locale. */
  private static final String LOCALE = "LC_ALL";

  private static final String LOCALE_BEFORE = "CHAT_LC_ALL";

  private final String command;
  private final ListenProgress progress;

  ExecHandOver(String command, ListenProgress progress) {
    this.command = command;
    this.progress = progress;
  }

  @Override
  public boolean give(ListenProgress.Step step, ListenLine line) throws ChatFailure {
    int exitCode;
    try {
      exitCode = run(line);
    } catch (IOException e) {
      throw failed(line, "can't be run: " + e.getMessage());
    }
    if (exitCode != 0) {
      throw failed(line, "ended with " + exitCode);
    }
    progress.take(step);
    progress.save();
    return true;
  }

  private static ChatFailure failed(ListenLine line, String how) {
    return new ChatFailure(
        ChatFailure.Kind.FAILED,
        "the command for %s %s".formatted(line.name(), how),
        "the next `chat listen` begins with it");
  }

  private int run(ListenLine line) throws IOException, ChatFailure {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    describe(line, builder.environment());
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write((Json.line(line.json()) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A command need not read it: its exit code counts.
    }
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw failed(line, "was interrupted");
    }
  }

  private static void describe(ListenLine line, Map<String, String> environment) {
    String before = environment.remove(LOCALE_BEFORE);
    if (before != null && before.isEmpty()) {
      environment.remove(LOCALE);
    } else if (before != null) {
      environment.put(LOCALE, before);
    }
    for (String field : FIELDS) {
      JsonNode value = line.json().path(field);
      String variable = "CHAT_" + field.toUpperCase(Locale.ROOT);
      if (value.isMissingNode()) {
        environment.remove(variable);
      } else {
        environment.put(variable, value.asText());
      }
    }
  }

  @Override
  public void pass(ListenProgress.Step step) {
    progress.take(step);
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public void finish() {}
}

package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.ClusterCalls.BackupFile;
import chat.cli.client.ClusterCalls.BackupSink;
import chat.cli.client.RequestId;
import chat.cli.file.OutputFile;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Write the whole state into a file, while the service goes on.",
      "It is the state at one position of the log. For operators.",
      "The file is readable by you only, and appears when it is whole and its checksum right.",
      "To standard output, with -, or a pipe it goes as it comes: it is right where this ends with 0."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  chat backup monday.chat", "  chat backup - | age -r KEY > monday.chat.age"})
final class BackupCommand extends Verb {
  @Parameters(paramLabel = "FILE", description = "Where to; - for standard output.")
  private @Nullable Path file;

  @Override
  void run(Run run) throws Exception {
    Path target = java.util.Objects.requireNonNull(file, "picocli requires it");
    if (OutputFile.isStdout(target)) {
      checkStdout(run);
    }
    try (ChatClient client = run.client(run.profile().requireSession());
        Progress progress = run.progress("bytes");
        OutputFile whole = OutputFile.open(target, run.surroundings().out())) {
      Sink sink = new Sink(whole.stream(), progress);
      client.cluster().backup(RequestId.random(), sink);
      BackupFile file = sink.checked();
      whole.finish();
      progress.close();
      print(run, target, file);
    }
  }

  /** The backup itself has standard output then. */
  private void checkStdout(Run run) {
    if (run.screen().dataOnTerminal()) {
      throw wrongUsage("a backup is not for a terminal; name a file, or send it into a pipe");
    }
    if (run.format() != OutputFormat.TABLE) {
      throw wrongUsage("standard output has the backup; there is no place for -o");
    }
  }

  private static void print(Run run, Path target, BackupFile file) {
    String sha = HexFormat.of().formatHex(file.sha256());
    if (run.format() == OutputFormat.TABLE) {
      String line =
          "%s: %d bytes, position %d, sha256 %s"
              .formatted(target, file.sizeBytes(), file.position(), sha);
      if (OutputFile.isStdout(target)) {
        run.screen().note(line);
      } else {
        run.screen().line(line);
      }
      return;
    }
    run.screen()
        .record(
            run.format(),
            Json.object()
                .put("file", target.toString())
                .put("clusterId", file.clusterId())
                .put("epoch", file.epoch())
                .put("position", file.position())
                .put("bytes", file.sizeBytes())
                .put("sha256", sha)
                .put("time", Times.iso(file.timeMillis())),
            "file");
  }

  /** Into the file, counted and hashed on the way. */
  private static final class Sink implements BackupSink {
    private final OutputStream out;
    private final Progress progress;
    private final MessageDigest digest;
    private @Nullable BackupFile announced;
    private long bytes;

    Sink(OutputStream out, Progress progress) throws NoSuchAlgorithmException {
      this.out = out;
      this.progress = progress;
      this.digest = MessageDigest.getInstance("SHA-256");
    }

    @Override
    public void begin(BackupFile file) {
      announced = file;
      progress.of(file.sizeBytes());
    }

    @Override
    public void chunk(byte[] chunk) throws ChatFailure {
      try {
        out.write(chunk);
      } catch (IOException e) {
        throw new ChatFailure(
            ChatFailure.Kind.FAILED, "", "the file can't be written: " + e.getMessage(), "", e);
      }
      digest.update(chunk);
      bytes += chunk.length;
      progress.step(chunk.length);
    }

    BackupFile checked() throws ChatFailure {
      BackupFile file = announced;
      if (file == null
          || bytes != file.sizeBytes()
          || !MessageDigest.isEqual(digest.digest(), file.sha256())) {
        throw new ChatFailure(
            ChatFailure.Kind.FAILED, "the backup came in damaged or cut off", "run it again");
      }
      return file;
    }
  }
}

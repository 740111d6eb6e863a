package chat.cli.process;

import chat.cli.client.FakeChat;
import chat.cli.profile.ContextName;
import chat.cli.profile.Folders;
import chat.cli.profile.Profile;
import chat.cli.profile.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command line as processes of their own, in a folder with a {@code chat} in it: started as the
 * launchers start it, with the locale that a test wants, and logged in as alice.
 */
final class ChatProcess {
  static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  ChatProcess(Path folder, FakeChat node) throws IOException {
    this.folder = folder;
    Path repository = Path.of("").toAbsolutePath().getParent();
    environment.put("HOME", folder.toString());
    environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    script("chat", ". '%s/scripts/utf8-locale'\nutf8_locale".formatted(repository), node);
    script("chat-without-launcher", "", node);
    profile().save(new Session("alice", new byte[Session.TOKEN_BYTES], "s", Long.MAX_VALUE));
  }

  private void script(String name, String prelude, FakeChat node) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path script = folder.resolve(name);
    // --address goes first: what follows -- is text.
    Files.writeString(
        script,
        """
        #!/bin/sh
        %s
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m --enable-native-access=ALL-UNNAMED \\
          --sun-misc-unsafe-memory-access=allow -cp '%s' chat.cli.Main --address %s "$@"
        """
            .formatted(prelude, java, System.getProperty("java.class.path"), node.address()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  ChatProcess with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Profile profile() {
    return new Profile(Folders.of(environment), ContextName.LOCAL);
  }

  Path folder() {
    return folder;
  }

  /** What was printed, each stream by itself, and the exit code. */
  record Outcome(String out, String err, int exitCode) {}

  /** A line of shell, with these bytes as its input. */
  Outcome run(String line, byte... input) throws IOException, InterruptedException {
    Path err = folder.resolve("stderr");
    Process process = builder(line).redirectError(err.toFile()).start();
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // Not every command reads it.
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(line + " doesn't end");
    }
    return new Outcome(out, Files.readString(err), process.exitValue());
  }

  ProcessBuilder builder(String line) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "PATH=.:$PATH; " + line).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(k -> k.startsWith("LC_") || k.startsWith("XDG_") || k.equals("LANG"));
    builder.environment().putAll(environment);
    return builder;
  }
}

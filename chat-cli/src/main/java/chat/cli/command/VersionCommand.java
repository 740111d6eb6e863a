package chat.cli.command;

import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

@Command(name = "version", description = "Which version this is.")
final class VersionCommand extends Verb {
  @Override
  void run(Run run) {
    if (run.format() == OutputFormat.TABLE) {
      run.screen().line(line());
      return;
    }
    run.screen()
        .record(
            run.format(),
            Json.object().put("version", version()).put("java", Runtime.version().toString()),
            "version");
  }

  private static String line() {
    return "chat %s (Java %s)".formatted(version(), Runtime.version());
  }

  private static String version() {
    return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }
}

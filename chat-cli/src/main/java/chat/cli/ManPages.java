package chat.cli;

import chat.cli.command.ChatCommand;
import chat.cli.manual.ManPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the manual pages of all commands into a folder; for whoever builds a distribution. */
public final class ManPages {
  private ManPages() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (var page : ManPage.all(ChatCommand.description(), arguments[1]).entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
  }
}

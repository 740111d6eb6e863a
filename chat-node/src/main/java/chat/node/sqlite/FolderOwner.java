package chat.node.sqlite;

import chat.node.sqlite.DataFolderException.Reason;
import chat.view.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whose folder it is. A disk under another name would be another member with the same storage id:
 * mounted at the wrong node, it is refused before anything else is looked at.
 */
final class FolderOwner {
  private static final String FILE = "node";

  private FolderOwner() {}

  /** Puts the name into a folder that has none. */
  static void claim(Path folder, NodeName node) throws IOException, DataFolderException {
    Path file = folder.resolve(FILE);
    String owner;
    try {
      owner = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      Path unfinished = folder.resolve(FILE + ".new");
      Files.writeString(unfinished, node + "\n");
      DurableFiles.syncFile(unfinished);
      DurableFiles.move(unfinished, file);
      return;
    }
    if (!owner.equals(node.value())) {
      throw new DataFolderException(
          Reason.OTHER_NODE,
          "The data folder "
              + folder
              + " is that of node "
              + owner
              + ", and this is "
              + node
              + ".");
    }
  }
}

package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed before SQLite is unpacked; that it is unpacked there: KilledProcessTest. */
class NativeLibraryTest {
  private static final String UNPACKED = "sqlite-3.54.1.0-5f0c-libsqlitejdbc.so";

  @TempDir Path temp;

  @Test
  void whatTheDriverUnpackedGoesInEveryVersionAndOnEverySystem() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("native"));
    Files.createFile(folder.resolve(UNPACKED));
    Files.createFile(folder.resolve(UNPACKED + ".lck"));
    Files.createFile(folder.resolve("sqlite-3.1-5f0d-libsqlitejdbc.dylib"));
    Files.createFile(folder.resolve("sqlite-3.1-5f0e-sqlitejdbc.dll"));
    NativeLibrary.empty(folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whateverElseLiesThereStays() throws IOException {
    Path file = Files.createFile(temp.resolve("sqlite-notes"));
    Path below = Files.createDirectory(temp.resolve("sqlite-libsqlitejdbc.d"));
    Path deeper = Files.createFile(below.resolve(UNPACKED));
    NativeLibrary.empty(temp);
    assertThat(file).exists();
    assertThat(deeper).exists();
  }

  @Test
  void linksStayAndSoDoesWhatTheyNameElsewhere() throws IOException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path library = Files.createFile(elsewhere.resolve(UNPACKED));
    Path folder = Files.createDirectory(temp.resolve("native"));
    Path link = Files.createSymbolicLink(folder.resolve(UNPACKED), library);
    Path folderLink = Files.createSymbolicLink(folder.resolve("sqlite-libsqlitejdbc"), elsewhere);
    NativeLibrary.empty(folder);
    assertThat(library).exists();
    assertThat(link).isSymbolicLink();
    assertThat(folderLink).isSymbolicLink();
  }
}

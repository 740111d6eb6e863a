package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.node.host.Store.Change;
import chat.node.host.StoreFailure;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.node.sqlite.DataFolderException.Reason;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.StorageId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder is taken by one process, and is trusted only as far as it proves sound. */
class DataFolderTest {
  private static final StoreSettings SETTINGS = StoreSettings.DEFAULTS;

  @TempDir Path temp;

  @Test
  void aNewFolderIsMadeWithAnIdThatStays() throws Exception {
    Path path = temp.resolve("a/b/data");
    StorageId first = idOf(path);
    assertThat(idOf(path)).isEqualTo(first);
    assertThat(idOf(temp.resolve("other"))).isNotEqualTo(first);
  }

  @Test
  void aFolderThatThisProcessHasIsRefused() throws Exception {
    try (DataFolder held = DataFolder.open(temp, TestState.OWNER, SETTINGS)) {
      DataFolderException refused = refusal(held.path());
      assertThat(refused.reason()).isEqualTo(Reason.DATA_FOLDER_IN_USE);
      assertThat(refused).hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      // The attempt must not have dropped the lock.
      assertThat(refusal(held.path()).reason()).isEqualTo(Reason.DATA_FOLDER_IN_USE);
    }
    DataFolder.open(temp, TestState.OWNER, SETTINGS).close();
  }

  @Test
  void aFolderOfAnotherNodeIsRefusedAndLeftAsItIs() throws Exception {
    StorageId own = idOf(temp);
    DataFolderException refused =
        catchThrowableOfType(
            DataFolderException.class,
            () -> DataFolder.open(temp, new NodeName("chat-1"), SETTINGS).close());
    assertThat(refused.reason()).isEqualTo(Reason.OTHER_NODE);
    assertThat(refused).hasMessageContainingAll("chat-0", "chat-1");
    assertThat(idOf(temp)).isEqualTo(own);
  }

  @Test
  void aFolderFromBeforeFoldersHadNamesIsTakenOver() throws Exception {
    StorageId own = idOf(temp);
    Files.delete(temp.resolve("node"));
    assertThat(idOf(temp)).isEqualTo(own);
    assertThat(temp.resolve("node")).hasContent("chat-0");
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    assertThat(refusal(file).reason()).isEqualTo(Reason.NOT_A_FOLDER);
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() {
    assertThat(refusal(Path.of("/proc/self/data")).reason()).isEqualTo(Reason.NOT_WRITABLE);
  }

  @Test
  void leftoversOfUnfinishedWorkAreRemoved() throws Exception {
    try (DataFolder folder = DataFolder.open(temp, TestState.OWNER, SETTINGS)) {
      Files.createFile(folder.snapshots().resolve("snapshot-1.db"));
      Files.createFile(temp.resolve("chat.db.new"));
      Files.createFile(temp.resolve("chat.db.new-wal"));
    }
    try (DataFolder folder = DataFolder.open(temp, TestState.OWNER, SETTINGS)) {
      assertThat(folder.snapshots()).isEmptyDirectory();
      assertThat(names(temp)).containsExactly("chat.db", "lock", "node", "snapshots");
    }
  }

  @Test
  void aTruncatedDatabaseIsSetAsideAndTheNodeStartsAsNew() throws Exception {
    StorageId before = filled();
    Path file = temp.resolve("chat.db");
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
    startsAsNewAfter(before);
  }

  @Test
  void anEmptyDatabaseFileIsSetAside() throws Exception {
    StorageId before = filled();
    Files.write(temp.resolve("chat.db"), new byte[0]);
    startsAsNewAfter(before);
  }

  @Test
  void aDatabaseOfGarbageIsSetAside() throws Exception {
    StorageId before = filled();
    Files.writeString(temp.resolve("chat.db"), "no database at all\n".repeat(1000));
    startsAsNewAfter(before);
  }

  @Test
  void aDatabaseWithAnOverwrittenPageIsSetAside() throws Exception {
    StorageId before = filled();
    Path file = temp.resolve("chat.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int page = 2; page < bytes.length / Database.PAGE_BYTES; page += 3) {
      Arrays.fill(bytes, page * Database.PAGE_BYTES, (page + 1) * Database.PAGE_BYTES, (byte) 0x5a);
    }
    Files.write(file, bytes);
    startsAsNewAfter(before);
  }

  @Test
  void aLargeDatabaseIsCheckedWholeAfterAProcessMetDamageInIt() throws Exception {
    StoreSettings nothingChecked =
        new StoreSettings(100_000, Long.MAX_VALUE, Long.MAX_VALUE, 1_000, 4_000, 0, 1 << 20, 1, 0);
    StorageId before = filled();
    Path file = temp.resolve("chat.db");
    byte[] bytes = Files.readAllBytes(file);
    List<Long> roots;
    try (DataFolder folder = DataFolder.open(temp, TestState.OWNER, nothingChecked)) {
      roots =
          TestState.numbers(
              folder.database(), "SELECT rootpage FROM sqlite_schema WHERE name = 'test_state'");
    }
    int page = (roots.getFirst().intValue() - 1) * Database.PAGE_BYTES;
    Arrays.fill(bytes, page, page + Database.PAGE_BYTES, (byte) 0x5a);
    Files.write(file, bytes);
    DataFolder trusted = DataFolder.open(temp, TestState.OWNER, nothingChecked);
    assertThat(trusted.storageId()).isEqualTo(before);
    try (SqliteStore store = new SqliteStore(trusted, TestState::on)) {
      assertThatThrownBy(() -> store.write(List.of(new Change.Apply(1))))
          .isInstanceOf(StoreFailure.class);
    }
    try (DataFolder folder = DataFolder.open(temp, TestState.OWNER, nothingChecked)) {
      assertThat(folder.setAside()).isPresent();
      assertThat(temp.resolve("chat.db.suspect")).doesNotExist();
    }
  }

  @Test
  void aDatabaseWithALogEntryThatTheDiskChangedIsSetAside() throws Exception {
    StorageId before = filled();
    Path file = temp.resolve("chat.db");
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int place = text.indexOf("payload 30 ");
    assertThat(place).isPositive();
    bytes[place + 3] ^= 1;
    Files.write(file, bytes);
    startsAsNewAfter(before);
  }

  @Test
  void aWalWithoutItsDatabaseIsSetAside() throws Exception {
    Files.write(temp.resolve("chat.db-wal"), new byte[100]);
    try (DataFolder folder = DataFolder.open(temp, TestState.OWNER, SETTINGS)) {
      assertThat(folder.setAside()).isPresent();
      assertThat(folder.setAside().orElseThrow().resolve("chat.db-wal")).exists();
    }
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
    Path file = temp.resolve("chat.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE recipes(name TEXT)");
    }
    byte[] before = Files.readAllBytes(file);
    assertThat(refusal(temp).reason()).isEqualTo(Reason.FOREIGN_DATABASE);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aDatabaseOfANewerVersionIsRefused() throws Exception {
    filled();
    try (Connection connection =
            DriverManager.getConnection(Database.url(temp.resolve("chat.db")));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO flyway_schema_history SELECT installed_rank + 1000, '999', description,"
              + " type, script, checksum, installed_by, installed_on, execution_time, success FROM"
              + " flyway_schema_history LIMIT 1");
    }
    DataFolderException refused = refusal(temp);
    assertThat(refused.reason()).isEqualTo(Reason.NEWER_SCHEMA);
    assertThat(refused).hasMessageContaining("999");
  }

  @Test
  void aRefusedFolderIsFreeAgain() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    refusal(file);
    Files.delete(file);
    idOf(file);
  }

  @Test
  void everyMigrationInTheFolderIsNamed() throws Exception {
    Path folder =
        Path.of(Objects.requireNonNull(DataFolder.class.getResource("/db/migration")).toURI());
    assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(Migrations.SCRIPTS);
  }

  private DataFolderException refusal(Path path) {
    return catchThrowableOfType(
        DataFolderException.class, () -> DataFolder.open(path, TestState.OWNER, SETTINGS).close());
  }

  private static StorageId idOf(Path path) throws DataFolderException {
    try (DataFolder folder = DataFolder.open(path, TestState.OWNER, SETTINGS)) {
      return folder.storageId();
    }
  }

  private StorageId filled() throws Exception {
    DataFolder folder = DataFolder.open(temp, TestState.OWNER, SETTINGS);
    try (SqliteStore store = new SqliteStore(folder, TestState::on)) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        String payload = "payload " + i + " " + "x".repeat(500);
        entries.add(
            new Entry(
                new EntryId(new Epoch(1), i),
                new Payload(payload.getBytes(StandardCharsets.UTF_8))));
      }
      store.write(List.of(new Change.Append(OptionalLong.empty(), entries)));
    }
    return folder.storageId();
  }

  private void startsAsNewAfter(StorageId before) throws Exception {
    byte[] damaged = Files.readAllBytes(temp.resolve("chat.db"));
    DataFolder folder = DataFolder.open(temp, TestState.OWNER, SETTINGS);
    assertThat(folder.storageId()).isNotEqualTo(before);
    assertThat(folder.setAside()).isPresent();
    assertThat(folder.setAside().orElseThrow().resolve("chat.db")).hasBinaryContent(damaged);
    try (SqliteStore store = new SqliteStore(folder, TestState::on)) {
      assertThat(store.recovered().log().last()).isEqualTo(EntryId.ZERO);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

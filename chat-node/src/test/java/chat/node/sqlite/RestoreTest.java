package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.node.host.Store.Change;
import chat.node.host.Store.Recovered;
import chat.node.host.Store.Snapshot;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.node.sqlite.RestoreException.Reason;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.Rev;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup becomes a new cluster's data, whole, or is refused while the folder stays as it was. */
class RestoreTest {
  private static final StoreSettings SETTINGS = StoreSettings.DEFAULTS;
  private static final Effect.Promise OLD =
      new Effect.Promise(new ClusterId("old"), new Epoch(3), new Rev(7));
  private static final int ENTRIES = 40;
  private static final int APPLIED = 37;

  @TempDir Path temp;
  private Path target;
  private byte[] backup;
  private long digest;

  @BeforeEach
  void takeABackup() throws Exception {
    target = temp.resolve("target");
    DataFolder folder = DataFolder.open(temp.resolve("source"), TestState.OWNER, SETTINGS);
    try (SqliteStore store = new SqliteStore(folder, TestState::on)) {
      store.write(
          List.of(
              new Change.SetPromise(OLD),
              new Change.Append(OptionalLong.empty(), entries(1, ENTRIES)),
              new Change.Apply(APPLIED)));
      backup = sealed(store.snapshot(folder.snapshots()));
      digest = TestState.digest(folder.database());
    }
  }

  private static List<Entry> entries(int first, int last) {
    return java.util.stream.IntStream.rangeClosed(first, last)
        .mapToObj(i -> new Entry(new EntryId(new Epoch(3), i), new Payload(text(i))))
        .toList();
  }

  private static byte[] text(int i) {
    return ("payload " + i + " " + "x".repeat(300)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sealed(Snapshot snapshot) throws IOException {
    Snapshot backup = BackupFile.seal(snapshot);
    byte[] bytes = Files.readAllBytes(backup.file());
    assertThat(backup.sizeBytes()).isEqualTo(bytes.length);
    assertThat(backup.sha256()).isEqualTo(SnapshotCopy.sha256(backup.file()));
    return bytes;
  }

  private Restore.Restored restore(byte[] bytes, boolean replace) throws Exception {
    return restore(TestState.OWNER, bytes, replace);
  }

  private Restore.Restored restore(NodeName owner, byte[] bytes, boolean replace) throws Exception {
    Path nativeFolder = DataFolder.nativeFolder(target);
    return Restore.into(target, nativeFolder, owner, new ByteArrayInputStream(bytes), replace);
  }

  private RestoreException refusal(byte[] bytes) {
    return catchThrowableOfType(RestoreException.class, () -> restore(bytes, false));
  }

  private DataFolder opened() throws DataFolderException {
    return DataFolder.open(target, TestState.OWNER, SETTINGS);
  }

  @Test
  void the_state_is_that_of_the_backup_and_the_disk_another_clusters() throws Exception {
    Restore.Restored done = restore(backup, false);

    assertThat(done.position()).isEqualTo(new EntryId(new Epoch(3), APPLIED));
    assertThat(done.from()).contains(OLD.clusterId());
    assertThat(done.cluster()).isNotEqualTo(OLD.clusterId());
    assertThat(done.setAside()).isEmpty();
    try (DataFolder folder = opened()) {
      Recovered found = folder.found().recovered();
      assertThat(found.storageId()).isEqualTo(done.storageId());
      assertThat(found.promise())
          .contains(new Effect.Promise(done.cluster(), new Epoch(3), Rev.ZERO));
      assertThat(found.log().last()).isEqualTo(done.position());
      assertThat(found.appliedIndex()).isEqualTo(APPLIED);
      assertThat(TestState.digest(folder.database())).isEqualTo(digest);
    }
  }

  @Test
  void the_log_goes_on_behind_the_backups_position() throws Exception {
    restore(backup, false);
    try (SqliteStore store = new SqliteStore(opened(), TestState::on)) {
      store.write(
          List.of(
              new Change.Append(OptionalLong.empty(), entries(APPLIED + 1, ENTRIES)),
              new Change.Apply(ENTRIES)));
    }
    try (DataFolder folder = opened()) {
      assertThat(folder.found().recovered().appliedIndex()).isEqualTo(ENTRIES);
      assertThat(TestState.indexes(folder.database())).hasSize(ENTRIES);
    }
  }

  @Test
  void two_restores_of_one_backup_are_two_clusters() throws Exception {
    Restore.Restored first = restore(backup, false);
    target = temp.resolve("another");
    Restore.Restored second = restore(backup, false);
    assertThat(second.cluster()).isNotEqualTo(first.cluster());
    assertThat(second.storageId()).isNotEqualTo(first.storageId());
  }

  @Test
  void sqlite_opens_a_backup_as_it_is() throws Exception {
    Path file = Files.write(temp.resolve("monday.chat"), backup);
    assertThat(TestState.digest(new Database(file, SETTINGS))).isEqualTo(digest);
  }

  @Test
  void a_backup_that_was_cut_off_anywhere_is_refused() {
    int step = Math.max(1, backup.length / 97);
    for (int length = 0; length < backup.length; length += step) {
      assertThat(refusal(Arrays.copyOf(backup, length)).reason())
          .as("cut off at %d", length)
          .isIn(Reason.DAMAGED, length < 16 && length > 0 ? Reason.NOT_A_BACKUP : Reason.DAMAGED);
    }
    assertThat(refusal(Arrays.copyOf(backup, backup.length - 1)).reason())
        .isEqualTo(Reason.DAMAGED);
    assertThat(target.resolve(DataFolder.DATABASE)).doesNotExist();
  }

  @Test
  void a_backup_with_a_changed_bit_anywhere_is_refused() {
    int step = Math.max(1, backup.length / 97);
    for (int place = 0; place < backup.length; place += step) {
      byte[] changed = backup.clone();
      changed[place] ^= 1;
      assertThat(refusal(changed).reason()).as("changed at %d", place).isEqualTo(Reason.DAMAGED);
    }
    for (int place = backup.length - BackupFile.END_BYTES; place < backup.length; place++) {
      byte[] changed = backup.clone();
      changed[place] ^= 1;
      assertThat(refusal(changed).reason()).as("changed at %d", place).isEqualTo(Reason.DAMAGED);
    }
    assertThat(target.resolve(DataFolder.DATABASE)).doesNotExist();
  }

  @Test
  void a_backup_with_more_behind_it_is_refused() {
    assertThat(refusal(Arrays.copyOf(backup, backup.length + 100)).reason())
        .isEqualTo(Reason.DAMAGED);
  }

  @Test
  void other_files_are_refused() throws Exception {
    assertThat(refusal("a shopping list\n".repeat(500).getBytes(StandardCharsets.UTF_8)).reason())
        .isEqualTo(Reason.NOT_A_BACKUP);
    assertThat(refusal(sealed(ofRecipes())).reason()).isEqualTo(Reason.NOT_A_BACKUP);
    Path nodes = temp.resolve("source").resolve(DataFolder.DATABASE);
    assertThat(refusal(sealed(copyOf(nodes))).reason()).isEqualTo(Reason.NOT_A_BACKUP);
  }

  private Snapshot ofRecipes() throws Exception {
    Path file = temp.resolve("recipes.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE recipes(name TEXT)");
    }
    return copyOf(file);
  }

  private Snapshot copyOf(Path file) throws IOException {
    Path copy = Files.createTempFile(temp, "copy-", ".db");
    Files.write(copy, Files.readAllBytes(file));
    return new Snapshot(copy, EntryId.ZERO, Files.size(copy), SnapshotCopy.sha256(copy));
  }

  @Test
  void a_backup_of_a_newer_version_is_refused() throws Exception {
    Path file = Files.write(temp.resolve("newer.db"), backup);
    try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(backup.length - BackupFile.END_BYTES);
    }
    try (Connection connection = DriverManager.getConnection(Database.url(file));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE flyway_schema_history SET version = '999' WHERE installed_rank = 2");
    }
    assertThat(refusal(sealed(copyOf(file))).reason()).isEqualTo(Reason.NEWER_SCHEMA);
  }

  @Test
  void data_is_replaced_only_where_that_was_said_and_is_kept_aside() throws Exception {
    restore(backup, false);
    byte[] before = Files.readAllBytes(target.resolve(DataFolder.DATABASE));

    assertThat(refusal(backup).reason()).isEqualTo(Reason.HAS_DATA);
    assertThat(target.resolve(DataFolder.DATABASE)).hasBinaryContent(before);

    Restore.Restored again = restore(backup, true);
    assertThat(again.setAside().orElseThrow().resolve(DataFolder.DATABASE))
        .hasBinaryContent(before);
    try (DataFolder folder = opened()) {
      assertThat(folder.storageId()).isEqualTo(again.storageId());
    }
  }

  @Test
  void a_damaged_backup_replaces_nothing() throws Exception {
    restore(backup, false);
    byte[] before = Files.readAllBytes(target.resolve(DataFolder.DATABASE));
    byte[] half = Arrays.copyOf(backup, backup.length / 2);
    assertThat(catchThrowableOfType(RestoreException.class, () -> restore(half, true)).reason())
        .isEqualTo(Reason.DAMAGED);
    assertThat(target.resolve(DataFolder.DATABASE)).hasBinaryContent(before);
    assertThat(target.resolve(DataFolder.UNFINISHED)).doesNotExist();
  }

  @Test
  void a_folder_that_was_never_written_to_needs_no_word() throws Exception {
    opened().close();
    Restore.Restored done = restore(backup, false);
    try (DataFolder folder = opened()) {
      assertThat(folder.storageId()).isEqualTo(done.storageId());
    }
  }

  @Test
  void a_folder_in_use_is_refused() throws Exception {
    try (DataFolder _ = opened()) {
      DataFolderException refused =
          catchThrowableOfType(DataFolderException.class, () -> restore(backup, true));
      assertThat(refused.reason()).isEqualTo(DataFolderException.Reason.DATA_FOLDER_IN_USE);
    }
  }

  @Test
  void a_folder_of_another_node_is_refused() throws Exception {
    opened().close();
    DataFolderException refused =
        catchThrowableOfType(
            DataFolderException.class, () -> restore(new NodeName("chat-1"), backup, true));
    assertThat(refused.reason()).isEqualTo(DataFolderException.Reason.OTHER_NODE);
  }
}

package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import chat.node.host.Store.Change;
import chat.node.host.Store.Recovered;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier version of the program left on a disk is read by this one. */
class GoldenDatabaseTest {
  @TempDir Path temp;

  @Test
  void aDatabaseOfVersion2StillOpensAndGoesOn() throws Exception {
    try (InputStream golden =
        new GZIPInputStream(
            Objects.requireNonNull(getClass().getResourceAsStream("/golden/v2.db.gz")))) {
      Files.copy(golden, temp.resolve(DataFolder.DATABASE));
    }
    DataFolder folder = DataFolder.open(temp, TestState.OWNER, StoreSettings.DEFAULTS);
    assertThat(folder.setAside()).isEmpty();
    try (SqliteStore store = new SqliteStore(folder, SqlChatApplier::new);
        SqlChatReader reader = new SqlChatReader(folder.database()::reader, 1)) {
      Recovered found = store.recovered();
      assertThat(found.promise()).contains(GoldenDatabase.PROMISE);
      assertThat(found.log().lastIndex()).isEqualTo(GoldenDatabase.LAST_INDEX);
      assertThat(found.appliedIndex()).isEqualTo(GoldenDatabase.APPLIED);
      assertThat(store.entries(1, 9, Long.MAX_VALUE))
          .containsExactlyElementsOf(GoldenDatabase.entries());
      store.write(List.of(new Change.Apply(GoldenDatabase.LAST_INDEX)));
      assertThat(reader.inbox(new AccountName("ann"), 0, 10))
          .extracting(message -> message.text())
          .containsExactly("second");
      assertThat(reader.inbox(new AccountName("bob"), 0, 10))
          .extracting(message -> message.text())
          .containsExactly("first");
    }
  }
}

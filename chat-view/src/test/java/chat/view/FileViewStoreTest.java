package chat.view;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileViewStoreTest extends ViewStoreContract {
  private static final View FIRST = first(member("chat-0"));

  @TempDir Path folder = Path.of("unset");

  @Override
  protected ViewStore client() throws ViewStoreException {
    return new FileViewStore(file());
  }

  private Path file() {
    return folder.resolve("cluster/view.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "no view", "\0\0\0\0\0\0\0\0"})
  void aDamagedFileIsAnErrorAndNeverNoView(String content) throws Exception {
    ViewStore store = client();
    Files.writeString(file(), content);
    assertThatThrownBy(store::read)
        .isInstanceOf(DamagedViewException.class)
        .hasMessageContaining(file().toString());
  }

  @Test
  void aDamagedFileIsNotOverwritten() throws Exception {
    ViewStore store = client();
    Files.writeString(file(), "no view");
    assertThatThrownBy(() -> store.compareAndSet(FIRST)).isInstanceOf(DamagedViewException.class);
    assertThat(file()).hasContent("no view");
  }

  @Test
  void aFileInAnotherEncodingIsDamaged() throws Exception {
    ViewStore store = client();
    Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 0x20});
    assertThatThrownBy(store::read).isInstanceOf(DamagedViewException.class);
  }

  @Test
  void aFileOverTheLimitIsDamaged() throws Exception {
    ViewStore store = client();
    Files.write(file(), new byte[FileViewStore.VIEW_BYTES_LIMIT + 1]);
    assertThatThrownBy(store::read).isInstanceOf(DamagedViewException.class);
  }

  @Test
  void aFolderThatIsGoneIsAnErrorAndNeverNoView() throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    Files.move(folder.resolve("cluster"), folder.resolve("moved"));
    assertThatThrownBy(store::read).isInstanceOf(ViewStoreException.class);
    assertThatThrownBy(() -> store.compareAndSet(FIRST)).isInstanceOf(ViewStoreException.class);
  }

  @Test
  void aFolderInThePlaceOfTheFileIsRefused() {
    assertThatThrownBy(() -> new FileViewStore(folder)).isInstanceOf(ViewStoreException.class);
  }

  @Test
  void whatAKilledWriterLeftBehindIsNoHindrance() throws Exception {
    ViewStore store = client();
    Files.writeString(file().resolveSibling("view.json.tmp"), "{ half a vi");
    assertThat(store.compareAndSet(FIRST)).isEqualTo(ViewStore.Outcome.STORED);
    assertThat(store.read()).contains(FIRST);
  }

  @Test
  void aWriteThatCannotHaveTheLockFailsForCertain() throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    Path real = folder.resolve("cluster").toRealPath();
    try (FileLocking.Held _ = new FileLocking(real.resolve("view.json.lock")).acquire();
        var other = Executors.newSingleThreadExecutor()) {
      assertThatThrownBy(
              () -> other.submit(() -> store.compareAndSet(FIRST.without(member("x")))).get())
          .hasCauseInstanceOf(ViewStoreException.class);
      assertThat(store.read()).contains(FIRST);
    }
  }

  @Test
  void aWatchOutlivesADamage() throws Exception {
    ViewStore store = client();
    ConcurrentLinkedQueue<View> seen = new ConcurrentLinkedQueue<>();
    store.watch(seen::add);
    Files.writeString(file(), "no view");
    Files.delete(file());
    store.compareAndSet(FIRST);
    await().untilAsserted(() -> assertThat(seen).containsExactly(FIRST));
    store.close();
  }

  @Test
  void theStoreLeavesNoOpenChannelBehindThatWouldDropItsLock() throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    Path lock = file().resolveSibling("view.json.lock");
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
    }
  }
}

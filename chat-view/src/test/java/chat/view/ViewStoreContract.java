package chat.view;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static chat.view.Views.withRev;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ViewStore} keeps, the fake as well as the real ones. */
public abstract class ViewStoreContract {
  private static final View FIRST = first(member("chat-0"), member("chat-1"), member("chat-2"));

  private final List<ViewStore> open = new ArrayList<>();
  private ViewStore store = new InMemoryViewStore();

  /** Another client of this test's store, which is empty before the test. */
  protected abstract ViewStore client() throws Exception;

  @BeforeEach
  void openTheStore() throws Exception {
    store = another();
  }

  @AfterEach
  void closeTheStores() {
    open.forEach(ViewStore::close);
  }

  private ViewStore another() throws Exception {
    ViewStore client = client();
    open.add(client);
    return client;
  }

  @Test
  void aNewStoreHoldsNoView() throws Exception {
    assertThat(store.read()).isEmpty();
  }

  @Test
  void theFirstViewIsReadAsItWasWritten() throws Exception {
    assertThat(store.compareAndSet(FIRST)).isEqualTo(ViewStore.Outcome.STORED);
    assertThat(store.read()).contains(FIRST);
  }

  @Test
  void anotherClientReadsWhatWasStored() throws Exception {
    ViewStore other = another();
    store.compareAndSet(FIRST);
    assertThat(other.read()).contains(FIRST);
  }

  @Test
  void whereThereIsNoViewOnlyRev1IsStored() throws Exception {
    assertThat(store.compareAndSet(withRev(FIRST, 2))).isEqualTo(ViewStore.Outcome.CONFLICT);
    assertThat(store.read()).isEmpty();
  }

  @Test
  void onlyTheNextRevIsStored() throws Exception {
    View second = FIRST.promoting(member("chat-1"));
    store.compareAndSet(FIRST);
    assertThat(store.compareAndSet(second)).isEqualTo(ViewStore.Outcome.STORED);
    for (long rev : List.of(1L, 2L, 4L)) {
      assertThat(store.compareAndSet(withRev(FIRST, rev))).isEqualTo(ViewStore.Outcome.CONFLICT);
    }
    assertThat(store.read()).contains(second);
  }

  @Test
  void theViewOfAnotherClusterIsNotOverwritten() throws Exception {
    View second = FIRST.promoting(member("chat-1"));
    View stranger =
        new View(
            new ClusterId("cluster-2"),
            second.rev(),
            second.epoch(),
            second.primary(),
            second.inSync(),
            second.addresses());
    store.compareAndSet(FIRST);
    assertThat(store.compareAndSet(stranger)).isEqualTo(ViewStore.Outcome.CONFLICT);
    assertThat(store.read()).contains(FIRST);
  }

  @Test
  void whatAnotherClientWroteSinceIsNotOverwrittenButFollowed() throws Exception {
    ViewStore other = another();
    View second = FIRST.promoting(member("chat-1"));
    View third = second.promoting(member("chat-2"));
    store.compareAndSet(FIRST);
    assertThat(other.compareAndSet(second)).isEqualTo(ViewStore.Outcome.STORED);
    assertThat(store.compareAndSet(FIRST.without(member("chat-1"))))
        .isEqualTo(ViewStore.Outcome.CONFLICT);
    assertThat(store.compareAndSet(third)).isEqualTo(ViewStore.Outcome.STORED);
    assertThat(other.read()).contains(third);
  }

  @Test
  void aChangedMembershipIsReadAsItWasWritten() throws Exception {
    View fewer = FIRST.without(member("chat-2"));
    View more =
        fewer.with(
            member("chat-2", "its-second-disk"),
            Optional.of(
                new NodeAddresses(new Address("::1", 9000), new Address("db.example", 9001))));
    store.compareAndSet(FIRST);
    store.compareAndSet(fewer);
    assertThat(store.compareAndSet(more)).isEqualTo(ViewStore.Outcome.STORED);
    assertThat(store.read()).contains(more);
  }

  @Test
  void ofManyWritersOfTheSameRevOneWins() throws Exception {
    List<Callable<ViewStore.Outcome>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ViewStore client = another();
      View own = first(member("chat-" + i));
      writers.add(() -> client.compareAndSet(own));
    }
    List<ViewStore.Outcome> outcomes = inParallel(writers);
    assertThat(outcomes).filteredOn(ViewStore.Outcome.STORED::equals).hasSize(1);
    int winner = outcomes.indexOf(ViewStore.Outcome.STORED);
    assertThat(store.read()).contains(first(member("chat-" + winner)));
  }

  @Test
  void noWriteOfManyWritersIsLost() throws Exception {
    int writes = 25;
    store.compareAndSet(FIRST);
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ViewStore client = another();
      writers.add(
          () -> {
            for (int stored = 0; stored < writes; ) {
              View now = client.read().orElseThrow();
              View next = withRev(now, now.rev().next().value());
              if (client.compareAndSet(next) == ViewStore.Outcome.STORED) {
                stored++;
              }
            }
            return writes;
          });
    }
    assertThat(inParallel(writers)).hasSize(4);
    assertThat(store.read()).map(View::rev).contains(new Rev(1 + 4 * writes));
  }

  @Test
  void aWatchBeginsWithTheViewAsItIs() throws Exception {
    store.compareAndSet(FIRST);
    Seen seen = new Seen();
    store.watch(seen);
    await().untilAsserted(() -> assertThat(seen.views).containsExactly(FIRST));
  }

  @Test
  void aWatchThatBeganBeforeTheFirstViewSeesIt() throws Exception {
    Seen seen = new Seen();
    store.watch(seen);
    another().compareAndSet(FIRST);
    await().untilAsserted(() -> assertThat(seen.views).containsExactly(FIRST));
  }

  @Test
  void aWatchSeesTheNewestOfManyChangesAndNeverAnOlderOne() throws Exception {
    Seen seen = new Seen();
    store.watch(seen);
    ViewStore writer = another();
    for (int rev = 1; rev <= 50; rev++) {
      writer.compareAndSet(withRev(FIRST, rev));
    }
    await().untilAsserted(() -> assertThat(seen.views).last().isEqualTo(withRev(FIRST, 50)));
    assertThat(seen.views).extracting(View::rev).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aListenerThatFailsIsCalledAgain() throws Exception {
    Seen seen = new Seen();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    store.watch(
        view -> {
          Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
          if (view.rev().equals(new Rev(1))) {
            throw new IllegalStateException("a listener's own fault");
          }
          seen.accept(view);
        });
    store.compareAndSet(FIRST);
    await().until(() -> !failures.isEmpty());
    store.compareAndSet(withRev(FIRST, 2));
    await().untilAsserted(() -> assertThat(seen.views).containsExactly(withRev(FIRST, 2)));
  }

  @Test
  void aClosedWatchIsSilent() throws Exception {
    Seen closed = new Seen();
    Seen open = new Seen();
    store.watch(closed).close();
    store.watch(open);
    store.compareAndSet(FIRST);
    await().until(() -> !open.views.isEmpty());
    assertThat(closed.views).isEmpty();
  }

  private static final class Seen implements Consumer<View> {
    final ConcurrentLinkedQueue<View> views = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(View view) {
      views.add(view);
    }
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<T> each : threads.invokeAll(tasks)) {
        results.add(each.get());
      }
    }
    return results;
  }
}

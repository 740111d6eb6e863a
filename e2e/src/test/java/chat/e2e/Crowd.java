package chat.e2e;

import chat.e2e.Ledger.Place;
import chat.e2e.client.Condition;
import chat.e2e.client.RefusedException;
import chat.e2e.client.TestClient;
import chat.e2e.client.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users who write to each other and to groups, take messages back, read, block and unblock, each
 * one thing after the other, until told to finish. What they were told is in the ledger.
 */
final class Crowd implements AutoCloseable {
  private static final Set<String> EXPECTED = Set.of("BLOCKED", "MAILBOX_FULL");

  private final Ledger ledger;
  private final List<TestClient> users;
  private final Map<String, List<String>> groupsOf;
  private final int pauseMillis;
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean finished;

  /**
   * @param groupsOf the groups that each user belongs to
   * @param pauseMillis between two things that a user does, at most
   */
  Crowd(
      Ledger ledger,
      List<TestClient> users,
      Map<String, List<String>> groupsOf,
      long seed,
      int pauseMillis) {
    this.ledger = ledger;
    this.users = users;
    this.groupsOf = groupsOf;
    this.pauseMillis = pauseMillis;
    for (int i = 0; i < users.size(); i++) {
      User user = new User(users.get(i), new Random(seed + i));
      threads.add(Thread.ofVirtual().name(users.get(i).name()).start(user::live));
    }
  }

  private final class User {
    private final TestClient client;
    private final Upkeep upkeep;
    private final String name;
    private final Random random;
    private int written;

    User(TestClient client, Random random) {
      this.client = client;
      this.upkeep = new Upkeep(client);
      this.name = client.name();
      this.random = random;
    }

    void live() {
      try {
        while (!finished) {
          act();
          synchronized (times) {
            times.add(System.nanoTime());
          }
          Thread.sleep(random.nextInt(pauseMillis + 1));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        failures.add(name + ": " + e);
      }
    }

    private void act() {
      int dice = random.nextInt(100);
      try {
        if (dice < 58) {
          write(other());
        } else if (dice < 76) {
          List<String> groups = groupsOf.get(name);
          write(groups.get(random.nextInt(groups.size())));
        } else if (dice < 83) {
          ledger.anyBy(name, random).ifPresent(this::withdraw);
        } else if (dice < 87) {
          ledger.newestTo(name, other()).ifPresent(this::hide);
        } else if (dice < 97) {
          ledger.newestTo(name, other()).ifPresent(this::read);
        } else if (dice < 98) {
          String whom = other();
          upkeep.block(whom);
          ledger.blocks(name, whom, true);
        } else {
          for (String whom : ledger.blockedBy(name)) {
            upkeep.unblock(whom);
            ledger.blocks(name, whom, false);
          }
        }
      } catch (RefusedException e) {
        if (!EXPECTED.contains(e.reason())) {
          throw e;
        }
        refused.incrementAndGet();
      }
    }

    private String other() {
      while (true) {
        String other = users.get(random.nextInt(users.size())).name();
        if (!other.equals(name)) {
          return other;
        }
      }
    }

    private void write(String to) {
      ledger.sent(client.send(to, name + " says " + ++written + " to " + to));
    }

    private void withdraw(Place place) {
      upkeep.delete(place.conversation(), List.of(place.seq()), true);
      ledger.withdrawn(place);
    }

    private void hide(Place place) {
      upkeep.delete(place.conversation(), List.of(place.seq()), false);
      ledger.hidden(name, place);
    }

    private void read(Place place) {
      client.markRead(place.conversation(), place.seq());
      ledger.read(name, place);
    }
  }

  List<String> failures() {
    return failures;
  }

  /** Calls that were refused as they should be, such as a message to one who blocks its sender. */
  int refused() {
    return refused.get();
  }

  int done() {
    synchronized (times) {
      return times.size();
    }
  }

  /** Waits until so many more things were done, by all together. */
  void awaitMore(int more) {
    int wanted = done() + more;
    Condition.await(
        wanted + " things done",
        Run.PATIENCE_MILLIS,
        () -> done() >= wanted || !failures.isEmpty(),
        () -> done() + " done " + failures);
  }

  /** The longest time in which nothing was answered to anybody, of those that ended since. */
  Silence longestSilenceSince(long from) {
    synchronized (times) {
      return Silence.longest(times.stream().sorted().toList(), from);
    }
  }

  /** Lets everybody end with what they are at, and know how it went. */
  void finish() {
    finished = true;
    Threads.join(threads);
  }

  @Override
  public void close() {
    finished = true;
    Threads.end(threads);
  }
}

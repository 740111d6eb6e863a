package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.e2e.check.History;
import chat.e2e.client.Acknowledged;
import chat.e2e.client.Condition;
import chat.e2e.client.Groups;
import chat.e2e.client.Listener;
import chat.e2e.client.Operator;
import chat.e2e.client.Received;
import chat.e2e.client.RefusedException;
import chat.e2e.client.TestClient;
import chat.e2e.client.Told;
import chat.e2e.client.Upkeep;
import chat.e2e.cluster.LocalNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Groups, deletions, search and the end of an account, each changed while the primary is killed.
 */
@Tag("e2e")
@Timeout(1800)
class GroupFailoverIT {
  private static final int CALM = 30;
  private static final int PAUSE_MILLIS = 10;

  /** The primary dies before, in the middle of, or after the deed, as it comes. */
  private static <T> T whileThePrimaryIsKilled(Run run, Supplier<T> deed) {
    LocalNode primary = run.primary();
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(deed);
    primary.process().kill();
    T answered = answer.join();
    run.restart(primary);
    run.awaitAllInSync();
    return answered;
  }

  private static void assertSameOnEveryReplica(Run run) {
    Map<String, String> hashes = run.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
    assertThat(hashes).hasSize(3);
    assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
  }

  private static void assertRefused(String reason, ThrowingCallable call) {
    assertThat(catchThrowableOfType(RefusedException.class, call).reason()).isEqualTo(reason);
  }

  /** A refusal is final since version 2 of the rules, which the primary puts in force. */
  private static void awaitRaisedRules(TestClient user) {
    Condition.await(
        "the rules to be raised",
        Run.PATIENCE_MILLIS,
        () ->
            catchThrowableOfType(RefusedException.class, () -> user.send("nobody", "is it final?"))
                .isFinal(),
        () -> "a refusal that is not final");
  }

  private static List<Long> seqs(List<Received> messages) {
    return messages.stream().map(Received::seq).toList();
  }

  private static List<String> texts(List<Received> messages) {
    return messages.stream().map(Received::text).toList();
  }

  @Test
  void members_come_and_go_and_everyone_sees_what_was_sent_while_they_belonged_to_it() {
    try (Run run = Run.of(3)) {
      TestClient alice = run.register("alice");
      TestClient bob = run.register("bob");
      TestClient carol = run.register("carol");
      TestClient dave = run.register("dave");
      awaitRaisedRules(alice);
      Groups groups = new Groups(alice);
      String id = groups.create("lunch", List.of("bob", "carol"));
      Listener atAlice = run.opened(alice.listenFromStart());
      Listener atCarol = run.opened(carol.listenFromStart());
      List<Acknowledged> sent;
      long removed;
      long added;
      try (Load load = new Load(List.of(alice, bob), alice, id, PAUSE_MILLIS)) {
        load.awaitMore(CALM);
        removed = whileThePrimaryIsKilled(run, () -> groups.remove(id, "carol"));
        load.awaitMore(CALM);
        whileThePrimaryIsKilled(run, () -> groups.add(id, "dave"));
        load.awaitMore(CALM);
        added = whileThePrimaryIsKilled(run, () -> groups.add(id, "carol"));
        load.awaitMore(CALM);
        whileThePrimaryIsKilled(run, () -> groups.remove(id, "dave"));
        load.awaitMore(CALM);
        load.finish();
        assertThat(load.failures()).isEmpty();
        sent = load.acknowledged();
      }
      List<Received> history = alice.history(id);
      assertThat(History.faults(sent, history)).isEmpty();
      assertThat(History.repetitions(history)).isEmpty();
      // What is read is each one's own matter: only alice read in between.
      assertThat(bob.history(id))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("read")
          .isEqualTo(history);

      Map<String, Long> members = groups.members(id);
      assertThat(members.keySet()).containsExactly("alice*", "bob", "carol");
      long joined = members.get("carol");
      assertThat(texts(carol.history(id)))
          .isEqualTo(texts(history.subList((int) joined - 1, history.size())));
      assertRefused("CONVERSATION_NOT_FOUND", () -> dave.history(id));
      assertRefused("CONVERSATION_NOT_FOUND", () -> dave.send(id, "am I still there?"));

      awaitSeqs(atAlice, LongStream.rangeClosed(1, history.size()).boxed().toList());
      assertHeardWhileMember(
          atCarol,
          seqs(history.stream().filter(message -> message.position() < removed).toList()),
          seqs(history.stream().filter(message -> message.position() > added).toList()));
      assertReceiptsCome(run, alice, List.of(bob, carol), id, atAlice);
      assertSameOnEveryReplica(run);
      run.succeeded();
    }
  }

  /**
   * All that was sent before the removal, however far behind the stream was when it broke; nothing
   * from the absence; all from the return on.
   */
  private static void assertHeardWhileMember(
      Listener listener, List<Long> before, List<Long> after) {
    Condition.await(
        "the newest message",
        Run.PATIENCE_MILLIS,
        () -> seqs(listener.messages()).contains(after.getLast()),
        () -> listener.count() + " " + listener.trouble());
    List<Long> expected = new ArrayList<>(before);
    expected.addAll(after);
    assertThat(before).isNotEmpty();
    assertThat(seqs(listener.messages())).isEqualTo(expected);
  }

  /** Exactly these, once and in this order. */
  private static void awaitSeqs(Listener listener, List<Long> expected) {
    Condition.await(
        expected.size() + " messages",
        Run.PATIENCE_MILLIS,
        () -> listener.count() >= expected.size(),
        () -> listener.count() + " " + listener.trouble());
    assertThat(seqs(listener.messages())).isEqualTo(expected);
  }

  /** All others read all, one of them while the primary dies; the sender hears of it. */
  private static void assertReceiptsCome(
      Run run, TestClient sender, List<TestClient> others, String id, Listener atSender) {
    long last = sender.newestSeq(id);
    others.getFirst().markRead(id, last);
    whileThePrimaryIsKilled(
        run,
        () -> {
          others.getLast().markRead(id, last);
          return last;
        });
    assertThat(sender.history(id).stream().filter(m -> m.from().equals(sender.name())))
        .isNotEmpty()
        .allMatch(Received::read);
    for (TestClient other : others) {
      Told.Marks expected = new Told.Marks(id, other.name(), last, last);
      Condition.await(
          "the receipt " + expected,
          Run.PATIENCE_MILLIS,
          () -> atSender.told().contains(expected),
          () -> atSender.told().toString());
    }
  }

  @Test
  void deletions_and_what_is_found_are_the_same_whoever_leads() {
    try (Run run = Run.of(3, "-Dchat.operators=*")) {
      TestClient alice = run.register("alice");
      TestClient bob = run.register("bob");
      String id = new Groups(alice).create("kitchen", List.of("bob"));
      Listener atBob = run.opened(bob.listenFromStart());
      List<Acknowledged> recipes = new ArrayList<>();
      for (int i = 1; i <= 30; i++) {
        recipes.add(alice.send(i % 2 == 0 ? id : "bob", "recipe " + i + " with onions"));
      }
      List<Acknowledged> withdrawn = new ArrayList<>();
      List<Acknowledged> hidden = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Acknowledged forAll = recipes.get(5 * i);
        Acknowledged forBob = recipes.get(5 * i + 1);
        Supplier<Integer> deletion =
            () -> new Upkeep(alice).delete(forAll.conversation(), List.of(forAll.seq()), true);
        int there = i % 2 == 0 ? whileThePrimaryIsKilled(run, deletion) : deletion.get();
        assertThat(there).isEqualTo(1);
        new Upkeep(bob).delete(forBob.conversation(), List.of(forBob.seq()), false);
        withdrawn.add(forAll);
        hidden.add(forBob);
      }
      List<String> forAlice = textsWithout(recipes, withdrawn);
      List<String> forBob = textsWithout(recipes, withdrawn);
      forBob.removeAll(textsWithout(hidden, List.of()));

      for (LocalNode node : run.cluster.nodes()) {
        if (!run.primary().equals(node)) {
          new Operator(alice).handOverTo(node.name());
        }
        assertThat(run.primary()).isEqualTo(node);
        assertThat(found(alice)).as("found where %s leads", node.name()).isEqualTo(forAlice);
        assertThat(found(bob)).as("found where %s leads", node.name()).isEqualTo(forBob);
      }
      Condition.await(
          "every deletion at the listener",
          Run.PATIENCE_MILLIS,
          () -> atBob.told().stream().filter(Told.Gone.class::isInstance).count() >= 8,
          () -> atBob.told() + " " + atBob.trouble());
      assertThat(atBob.told().stream().filter(Told.Gone.class::isInstance)).hasSize(8);
      assertSameOnEveryReplica(run);
      run.succeeded();
    }
  }

  private static List<String> found(TestClient user) {
    return texts(new Upkeep(user).search("onion*")).reversed();
  }

  private static List<String> textsWithout(List<Acknowledged> all, List<Acknowledged> without) {
    return new ArrayList<>(
        all.stream().filter(each -> !without.contains(each)).map(Acknowledged::text).toList());
  }

  @Test
  void an_owner_who_deletes_their_account_leaves_a_group_that_goes_on() {
    try (Run run = Run.of(3)) {
      TestClient erin = run.register("erin");
      TestClient alice = run.register("alice");
      TestClient bob = run.register("bob");
      String id = new Groups(erin).create("choir", List.of("alice", "bob"));
      Listener atAlice = run.opened(alice.listenFromStart());
      List<Acknowledged> inGroup = new ArrayList<>();
      List<Acknowledged> toErin = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        inGroup.add(erin.send(id, "from the owner " + i));
        inGroup.add(bob.send(id, "from a member " + i));
        toErin.add(alice.send("erin", "are you there? " + i));
      }
      erin.markRead(toErin.get(1).conversation(), toErin.get(1).seq());

      whileThePrimaryIsKilled(
          run,
          () -> {
            new Upkeep(erin).deleteAccount();
            return erin;
          });

      assertRefused("SESSION_INVALID", erin::inbox);
      assertRefused("USER_DELETED", () -> alice.send("erin", "hello?"));
      assertRefused("NAME_TAKEN", () -> run.client("erin").register("another password"));
      assertThat(new Groups(bob).members(id).keySet()).containsExactly("alice*", "bob");
      inGroup.add(whileThePrimaryIsKilled(run, () -> alice.send(id, "we go on")));
      assertThat(History.faults(inGroup, bob.history(id))).isEmpty();
      assertThat(texts(bob.history(id)))
          .isEqualTo(inGroup.stream().map(Acknowledged::text).toList());
      assertThat(History.faults(toErin, alice.history("erin"))).isEmpty();
      Told.Left left = new Told.Left("erin", toErin.getFirst().conversation(), 3);
      Condition.await(
          "the notice of the deletion",
          Run.PATIENCE_MILLIS,
          () -> atAlice.told().contains(left),
          () -> atAlice.told() + " " + atAlice.trouble());
      assertThat(atAlice.told().stream().filter(left::equals)).hasSize(1);
      assertSameOnEveryReplica(run);
      run.succeeded();
    }
  }
}

package chat.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One replica that leads, step by step, in situations that random runs hardly ever meet. Its disk
 * and its other member answer at once; a third node learns, and answers where a test says so.
 */
class PrimaryTest {
  private static final NodeAddresses ADDRESSES =
      new NodeAddresses(new Address("h", 1), new Address("h", 2));
  private static final Member SELF = new Member(new NodeName("n1"), new StorageId("d1"));
  private static final Member OTHER = new Member(new NodeName("n2"), new StorageId("d2"));
  private static final NodeName LEARNER = new NodeName("n3");
  private static final StorageId DISK = new StorageId("d3");
  private static final StorageId NEXT_DISK = new StorageId("d4");

  private final List<View> proposed = new ArrayList<>();
  private final Deque<Event> events = new ArrayDeque<>();
  private ReplicaState state =
      Replica.recovered(SELF, ADDRESSES, Optional.empty(), LogShape.EMPTY, 0);

  @BeforeEach
  void lead() {
    taken(Replica.start(state));
    assertThat(state.isServing()).isTrue();
  }

  private static View view(long epoch, Member primary) {
    return view(epoch, primary, SELF, OTHER);
  }

  private static View view(long epoch, Member primary, Member... inSync) {
    return new View(
        new ClusterId("c"),
        new Rev(epoch),
        new Epoch(epoch),
        primary,
        new TreeSet<>(List.of(inSync)),
        new TreeMap<>());
  }

  private void hear(Event event) {
    events.add(event);
    while (!events.isEmpty()) {
      Step step = Replica.step(state, events.remove());
      state = step.state();
      step.effects().forEach(this::carryOut);
    }
  }

  private void taken(Step step) {
    state = step.state();
    step.effects().forEach(this::carryOut);
    hear(new Event.HeartbeatDue());
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.ReadView read ->
          events.add(new Event.ViewRead(read.ticket(), Optional.of(view(1, SELF))));
      case Effect.Persist persist -> events.add(new Event.Persisted(persist.ticket()));
      case Effect.Send send when send.message() instanceof Message.Append append ->
          acknowledge(send.to(), append.prev().index() + append.entries().size());
      case Effect.SendEntries send -> acknowledge(send.to(), send.last());
      case Effect.ProposeView propose -> proposed.add(propose.next());
      case Effect.Halt halt -> throw new AssertionError(halt.reason());
      default -> {} // Nothing that anybody here waits for.
    }
  }

  private void acknowledge(NodeName from, long match) {
    if (from.equals(OTHER.name())) {
      events.add(accepted(OTHER, match));
    }
  }

  private Event accepted(Member by, long match) {
    return new Event.Received(
        by.name(), new Message.Accepted(term().epoch(), by.storageId(), match, false));
  }

  private void joins(StorageId disk) {
    hear(new Event.Received(LEARNER, new Message.Join(disk, ADDRESSES)));
  }

  private long end() {
    return state.disk().log().lastIndex();
  }

  private void write() {
    hear(new Event.Proposed(end(), List.of(new Payload(new byte[] {1}))));
  }

  private Term term() {
    return ((Role.Leading) state.role()).term();
  }

  /** The learner is required and lacks an entry: it may not be proposed yet. */
  private void admitLearner() {
    joins(DISK);
    Member learner = new Member(LEARNER, DISK);
    for (int i = 0; i <= Pace.STEADY_BEATS && term().admission().isEmpty(); i++) {
      hear(accepted(learner, end()));
      write();
      hear(new Event.HeartbeatDue());
    }
    assertThat(term().admission().map(Term.Admission::member)).contains(learner);
    assertThat(proposed).isEmpty();
  }

  @Test
  void a_learner_that_is_not_proposed_yet_holds_up_no_hand_over() {
    admitLearner();
    hear(new Event.HandOverRequested(Optional.empty()));
    assertThat(proposed).extracting(View::primary).containsExactly(OTHER);
  }

  @Test
  void a_learner_whose_disk_is_replaced_holds_up_no_commit() {
    admitLearner();
    write();
    assertThat(state.disk().commit()).isLessThan(end());
    joins(NEXT_DISK);
    hear(new Event.HeartbeatDue());
    assertThat(state.disk().commit()).isEqualTo(end());
  }

  @Test
  void who_ends_leads_what_it_was_chosen_for() {
    hear(new Event.ViewSeen(view(2, OTHER)));
    hear(new Event.EndingBegun());
    hear(new Event.ViewSeen(view(3, SELF)));
    assertThat(term().epoch()).isEqualTo(new Epoch(3));
  }

  @Test
  void what_was_heard_of_a_disk_is_over_once_a_view_names_another() {
    hear(new Event.ViewSeen(view(2, OTHER)));
    hear(new Event.Received(OTHER.name(), new Message.Join(DISK, ADDRESSES)));
    assertThat(state.hasLostPrimary()).isTrue();
    Member next = new Member(OTHER.name(), NEXT_DISK);
    hear(new Event.ViewSeen(view(3, next, SELF, next)));
    assertThat(state.hasLostPrimary()).isFalse();
  }

  @Test
  void who_begins_to_lead_takes_nobody_out_for_a_disk_that_he_heard_of_before() {
    hear(new Event.ViewSeen(view(2, OTHER)));
    hear(new Event.Received(OTHER.name(), new Message.Join(DISK, ADDRESSES)));
    hear(new Event.ViewSeen(view(3, SELF)));
    assertThat(state.isServing()).isTrue();
    assertThat(proposed).isEmpty();
  }

  @Test
  void only_an_answer_of_this_epoch_and_of_a_late_enough_nonce_counts_for_a_read() {
    hear(new Event.ReadRequested(1));
    Reads.Round first = term().reads().open().getLast();
    hear(new Event.ReadRequested(2));
    hear(new Event.HeartbeatDue());
    Reads.Round second = term().reads().open().getLast();
    assertThat(second.nonce()).isGreaterThan(first.nonce());

    hear(follows(new Epoch(2), second.nonce()));
    hear(follows(new Epoch(0), second.nonce()));
    assertThat(term().reads().open()).hasSize(2);
    hear(follows(term().epoch(), first.nonce()));
    assertThat(term().reads().open())
        .extracting(Reads.Round::nonce)
        .containsExactly(second.nonce());

    hear(new Event.ReadRequested(3));
    hear(new Event.HeartbeatDue());
    Reads.Round third = term().reads().open().getLast();
    hear(follows(term().epoch(), third.nonce()));
    assertThat(term().reads().all()).isEmpty();
  }

  @Test
  void the_rounds_that_are_open_are_bounded() {
    for (int read = 1; read <= 3 * ReadRules.OPEN_ROUNDS; read++) {
      hear(new Event.ReadRequested(read));
      hear(new Event.HeartbeatDue());
    }
    assertThat(term().reads().open()).hasSize(ReadRules.OPEN_ROUNDS);
    hear(follows(term().epoch(), term().reads().lastNonce()));
    hear(follows(term().epoch(), term().reads().lastNonce()));
    assertThat(term().reads().all()).isEmpty();
  }

  private Event follows(Epoch epoch, long nonce) {
    return new Event.Received(
        OTHER.name(), new Message.ReadFollowing(epoch, OTHER.storageId(), nonce));
  }
}

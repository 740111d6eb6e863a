package chat.node.replica;

import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A primary's memory of its epoch. Lost with the role.
 *
 * @param noop index of the entry that started the epoch; 0 until the promise is durable
 * @param recorded the in-sync set of the newest view of this epoch
 * @param proposal a compare-and-set whose outcome isn't settled (rule 4)
 * @param admission a learner that is required already and not proposed yet (rule 5)
 * @param followers what is known of everybody that gets the log
 * @param leaving members that asked to be taken out
 * @param handOver present while it hands over (rule 6)
 */
public record Term(
    Epoch epoch,
    long noop,
    SortedSet<Member> recorded,
    Optional<Proposal> proposal,
    Optional<Admission> admission,
    SortedMap<Member, Progress> followers,
    SortedSet<Member> leaving,
    Reads reads,
    Optional<HandOver> handOver) {

  /**
   * A learner from which acknowledgements are required; it may be proposed from {@code target} on.
   */
  public record Admission(Member member, long target) {}

  /** To whom, if that was said; how many heartbeats it still tries. */
  public record HandOver(Optional<NodeName> to, int heartbeatsLeft) {}

  public Term {
    recorded = Collections.unmodifiableSortedSet(new TreeSet<>(recorded));
    followers = Collections.unmodifiableSortedMap(new TreeMap<>(followers));
    leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
  }

  static Term starting(Epoch epoch, SortedSet<Member> recorded) {
    return new Term(
        epoch,
        0,
        recorded,
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(),
        new TreeSet<>(),
        Reads.NONE,
        Optional.empty());
  }

  /**
   * The members whose acknowledgement a commit needs (rule 2): the recorded set, every proposed one
   * that isn't settled, and a learner that is about to be proposed.
   */
  public SortedSet<Member> required() {
    SortedSet<Member> required = new TreeSet<>(recorded);
    proposal.ifPresent(p -> required.addAll(p.next().inSync()));
    admission.ifPresent(a -> required.add(a.member()));
    return required;
  }

  Term withNoop(long index) {
    return new Term(
        epoch, index, recorded, proposal, admission, followers, leaving, reads, handOver);
  }

  Term withRecorded(SortedSet<Member> members) {
    return new Term(epoch, noop, members, proposal, admission, followers, leaving, reads, handOver);
  }

  Term withProposal(Optional<Proposal> open) {
    return new Term(epoch, noop, recorded, open, admission, followers, leaving, reads, handOver);
  }

  Term withAdmission(Optional<Admission> open) {
    return new Term(epoch, noop, recorded, proposal, open, followers, leaving, reads, handOver);
  }

  Term withFollower(Progress progress) {
    Map<Member, Progress> more = new TreeMap<>(followers);
    more.put(progress.member(), progress);
    return withFollowers(new TreeMap<>(more));
  }

  Term withoutFollower(Member member) {
    SortedMap<Member, Progress> fewer = new TreeMap<>(followers);
    fewer.remove(member);
    return withFollowers(fewer);
  }

  private Term withFollowers(SortedMap<Member, Progress> all) {
    return new Term(epoch, noop, recorded, proposal, admission, all, leaving, reads, handOver);
  }

  Term withLeaving(SortedSet<Member> members) {
    return new Term(
        epoch, noop, recorded, proposal, admission, followers, members, reads, handOver);
  }

  Term withReads(Reads open) {
    return new Term(epoch, noop, recorded, proposal, admission, followers, leaving, open, handOver);
  }

  Term withHandOver(Optional<HandOver> open) {
    return new Term(epoch, noop, recorded, proposal, admission, followers, leaving, reads, open);
  }
}

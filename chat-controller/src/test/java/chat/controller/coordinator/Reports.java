package chat.controller.coordinator;

import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.Rev;
import java.util.Optional;

/** Reports for tests: one of a healthy node, and changes to it. */
public final class Reports {
  public static final ClusterId CLUSTER = new ClusterId("cluster-1");
  public static final NodeAddresses ADDRESSES =
      new NodeAddresses(new Address("127.0.0.1", 7400), new Address("127.0.0.1", 7401));

  private Reports() {}

  /** A node with a new disk. */
  public static Report empty(Member self) {
    return new Report(
        self,
        Optional.empty(),
        Role.WAITING,
        Rev.ZERO,
        Epoch.ZERO,
        Epoch.ZERO,
        0,
        false,
        false,
        true,
        Optional.empty(),
        Optional.of(ADDRESSES));
  }

  /** A node that follows or leads epoch 1 and has ten entries. */
  public static Report in(Role role, Member self) {
    return new Report(
        self,
        Optional.of(CLUSTER),
        role,
        new Rev(1),
        new Epoch(1),
        new Epoch(1),
        10,
        false,
        false,
        false,
        Optional.empty(),
        Optional.of(ADDRESSES));
  }

  /** A node to whose disk a backup of epoch 3 was restored, as a new cluster's. */
  public static Report seed(Member self) {
    return new Report(
        self,
        Optional.of(new ClusterId("restored")),
        Role.WAITING,
        Rev.ZERO,
        new Epoch(3),
        new Epoch(3),
        10,
        false,
        false,
        false,
        Optional.empty(),
        Optional.of(ADDRESSES));
  }

  public static Report lost(Report r) {
    return new Report(
        r.self(),
        r.cluster(),
        r.role(),
        r.viewRev(),
        r.promise(),
        r.lastEpoch(),
        r.lastIndex(),
        true,
        r.ending(),
        r.emptyDisk(),
        r.halted(),
        r.addresses());
  }

  public static Report ending(Report r) {
    return new Report(
        r.self(),
        r.cluster(),
        r.role(),
        r.viewRev(),
        r.promise(),
        r.lastEpoch(),
        r.lastIndex(),
        r.lostPrimary(),
        true,
        r.emptyDisk(),
        r.halted(),
        r.addresses());
  }

  public static Report halted(Report r, String why) {
    return new Report(
        r.self(),
        r.cluster(),
        Role.HALTED,
        r.viewRev(),
        r.promise(),
        r.lastEpoch(),
        r.lastIndex(),
        r.lostPrimary(),
        r.ending(),
        r.emptyDisk(),
        Optional.of(why),
        r.addresses());
  }

  public static Report withLog(Report r, long epoch, long index) {
    return new Report(
        r.self(),
        r.cluster(),
        r.role(),
        r.viewRev(),
        r.promise(),
        new Epoch(epoch),
        index,
        r.lostPrimary(),
        r.ending(),
        r.emptyDisk(),
        r.halted(),
        r.addresses());
  }

  public static Report withPromise(Report r, long epoch) {
    return new Report(
        r.self(),
        r.cluster(),
        r.role(),
        r.viewRev(),
        new Epoch(epoch),
        r.lastEpoch(),
        r.lastIndex(),
        r.lostPrimary(),
        r.ending(),
        r.emptyDisk(),
        r.halted(),
        r.addresses());
  }

  public static Report ofCluster(Report r, String cluster) {
    return new Report(
        r.self(),
        Optional.of(new ClusterId(cluster)),
        r.role(),
        r.viewRev(),
        r.promise(),
        r.lastEpoch(),
        r.lastIndex(),
        r.lostPrimary(),
        r.ending(),
        r.emptyDisk(),
        r.halted(),
        r.addresses());
  }
}

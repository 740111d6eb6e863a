package chat.node.grpc;

import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Message;
import chat.node.replica.Payload;
import chat.proto.replication.v1.ExchangeRequest;
import chat.view.Address;
import chat.view.DamagedViewException;
import chat.view.Epoch;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.StorageId;
import chat.view.View;
import chat.view.ViewCodec;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.List;

/** Messages between replicas as they stand on the wire. Decoding checks what the types check. */
final class PeerCodec {
  private PeerCodec() {}

  static ExchangeRequest encode(Message message) {
    ExchangeRequest.Builder request = ExchangeRequest.newBuilder();
    switch (message) {
      case Message.Append append -> request.setAppend(encode(append));
      case Message.Accepted accepted ->
          request
              .getAcceptedBuilder()
              .setEpoch(accepted.epoch().value())
              .setStorageId(accepted.storageId().value())
              .setMatchIndex(accepted.match())
              .setEnding(accepted.ending());
      case Message.Mismatch mismatch ->
          request
              .getMismatchBuilder()
              .setEpoch(mismatch.epoch().value())
              .setStorageId(mismatch.storageId().value())
              .setHintEpoch(mismatch.hint().epoch().value())
              .setHintIndex(mismatch.hint().index());
      case Message.Refused refused ->
          request.getRefusedBuilder().setPromise(refused.promise().value());
      case Message.ReadRound round ->
          request.getReadRoundBuilder().setEpoch(round.epoch().value()).setNonce(round.nonce());
      case Message.ReadFollowing following ->
          request
              .getReadFollowingBuilder()
              .setEpoch(following.epoch().value())
              .setStorageId(following.storageId().value())
              .setNonce(following.nonce());
      case Message.Join join ->
          request
              .getJoinBuilder()
              .setStorageId(join.storageId().value())
              .setClientAddress(join.addresses().client().toString())
              .setPeerAddress(join.addresses().peer().toString());
      case Message.Leave leave -> request.getLeaveBuilder().setStorageId(leave.storageId().value());
      case Message.UseSnapshot use ->
          request
              .getUseSnapshotBuilder()
              .setEpoch(use.epoch().value())
              .setDonor(use.donor().value());
      case Message.Recorded recorded ->
          request.getRecordedBuilder().setView(ViewCodec.encode(recorded.view()));
    }
    return request.build();
  }

  /** Payloads are never changed, so their bytes are shared rather than copied. */
  private static chat.proto.replication.v1.Append encode(Message.Append append) {
    var encoded =
        chat.proto.replication.v1.Append.newBuilder()
            .setEpoch(append.epoch().value())
            .setPrevEpoch(append.prev().epoch().value())
            .setPrevIndex(append.prev().index())
            .setCommitIndex(append.commit());
    for (Entry entry : append.entries()) {
      encoded.addEntries(
          chat.proto.replication.v1.Entry.newBuilder()
              .setEpoch(entry.epoch().value())
              .setPayload(UnsafeByteOperations.unsafeWrap(entry.payload().bytes())));
    }
    return encoded.build();
  }

  /**
   * @throws IllegalArgumentException where it isn't a message between replicas
   */
  static Message decode(ExchangeRequest request) {
    return switch (request.getMessageCase()) {
      case APPEND -> decode(request.getAppend());
      case ACCEPTED -> {
        var accepted = request.getAccepted();
        yield new Message.Accepted(
            new Epoch(accepted.getEpoch()),
            new StorageId(accepted.getStorageId()),
            index(accepted.getMatchIndex()),
            accepted.getEnding());
      }
      case MISMATCH -> {
        var mismatch = request.getMismatch();
        yield new Message.Mismatch(
            new Epoch(mismatch.getEpoch()),
            new StorageId(mismatch.getStorageId()),
            new EntryId(new Epoch(mismatch.getHintEpoch()), mismatch.getHintIndex()));
      }
      case REFUSED -> new Message.Refused(new Epoch(request.getRefused().getPromise()));
      case READ_ROUND ->
          new Message.ReadRound(
              new Epoch(request.getReadRound().getEpoch()), request.getReadRound().getNonce());
      case READ_FOLLOWING -> {
        var following = request.getReadFollowing();
        yield new Message.ReadFollowing(
            new Epoch(following.getEpoch()),
            new StorageId(following.getStorageId()),
            following.getNonce());
      }
      case JOIN -> {
        var join = request.getJoin();
        yield new Message.Join(
            new StorageId(join.getStorageId()),
            new NodeAddresses(
                Address.parse(join.getClientAddress()), Address.parse(join.getPeerAddress())));
      }
      case LEAVE -> new Message.Leave(new StorageId(request.getLeave().getStorageId()));
      case USE_SNAPSHOT ->
          new Message.UseSnapshot(
              new Epoch(request.getUseSnapshot().getEpoch()),
              new NodeName(request.getUseSnapshot().getDonor()));
      case RECORDED -> new Message.Recorded(view(request.getRecorded().getView()));
      case HELLO, MESSAGE_NOT_SET ->
          throw new IllegalArgumentException(
              "not a message between replicas: " + request.getMessageCase());
    };
  }

  private static Message.Append decode(chat.proto.replication.v1.Append append) {
    EntryId prev = new EntryId(new Epoch(append.getPrevEpoch()), append.getPrevIndex());
    List<Entry> entries = new ArrayList<>(append.getEntriesCount());
    long index = prev.index();
    for (var entry : append.getEntriesList()) {
      entries.add(
          new Entry(
              new EntryId(new Epoch(entry.getEpoch()), ++index),
              entry.getPayload().isEmpty()
                  ? Payload.NOOP
                  : new Payload(entry.getPayload().toByteArray())));
    }
    return new Message.Append(
        new Epoch(append.getEpoch()), prev, entries, index(append.getCommitIndex()));
  }

  private static View view(String text) {
    try {
      return ViewCodec.decode(text);
    } catch (DamagedViewException e) {
      throw new IllegalArgumentException("not a view: " + e.getMessage(), e);
    }
  }

  private static long index(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative index: " + value);
    }
    return value;
  }
}

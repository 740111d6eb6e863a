package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Message;
import chat.node.replica.Payload;
import chat.proto.replication.v1.ExchangeRequest;
import chat.proto.replication.v1.Hello;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerCodecTest {
  private static final Epoch EPOCH = new Epoch(7);
  private static final StorageId DISK = new StorageId("0f3c-disk");
  private static final long LARGE = Long.MAX_VALUE - 1;

  static Stream<Message> messages() {
    EntryId prev = new EntryId(new Epoch(6), 41);
    List<Entry> entries =
        List.of(
            new Entry(new EntryId(new Epoch(6), 42), new Payload(new byte[] {1, 0, -1})),
            new Entry(new EntryId(EPOCH, 43), Payload.NOOP),
            new Entry(new EntryId(EPOCH, 44), new Payload(new byte[100_000])));
    return Stream.of(
        new Message.Append(EPOCH, prev, entries, 40),
        new Message.Append(EPOCH, EntryId.ZERO, List.of(), 0),
        new Message.Accepted(EPOCH, DISK, 44, false),
        new Message.Accepted(EPOCH, DISK, LARGE, true),
        new Message.Mismatch(EPOCH, DISK, prev),
        new Message.Mismatch(EPOCH, DISK, EntryId.ZERO),
        new Message.Refused(new Epoch(LARGE)),
        new Message.ReadRound(EPOCH, 5),
        new Message.ReadRound(EPOCH, -5),
        new Message.ReadFollowing(EPOCH, DISK, LARGE),
        new Message.Join(
            DISK,
            new NodeAddresses(
                new Address("chat-3.chat.svc", 7430), new Address("[2001:db8::3]", 7431))),
        new Message.Leave(DISK),
        new Message.UseSnapshot(EPOCH, new NodeName("chat-1")),
        new Message.Recorded(view()));
  }

  private static View view() {
    Member member = new Member(new NodeName("chat-1"), DISK);
    NodeAddresses addresses =
        new NodeAddresses(new Address("10.0.0.1", 7400), new Address("10.0.0.1", 7401));
    return new View(
        new ClusterId("c1"),
        new Rev(12),
        EPOCH,
        member,
        new TreeSet<>(List.of(member)),
        new TreeMap<>(Map.of(member.name(), addresses)));
  }

  @Test
  void every_kind_of_message_is_among_those_tried() {
    assertThat(messages().<Class<?>>map(Message::getClass))
        .contains(Message.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_arrives_as_it_was_sent(Message message) throws Exception {
    byte[] wire = PeerCodec.encode(message).toByteArray();
    assertThat(PeerCodec.decode(ExchangeRequest.parseFrom(wire))).isEqualTo(message);
  }

  static Stream<Consumer<ExchangeRequest.Builder>> nonsense() {
    return Stream.of(
        r -> {},
        r -> r.setHello(Hello.getDefaultInstance()),
        r -> r.getAppendBuilder().setEpoch(-1),
        r -> r.getAppendBuilder().setPrevIndex(-1),
        r -> r.getAppendBuilder().setPrevEpoch(-1),
        r -> r.getAppendBuilder().setCommitIndex(-1),
        r -> r.getAppendBuilder().addEntriesBuilder().setEpoch(-1),
        r -> r.getAppendBuilder().setPrevIndex(Long.MAX_VALUE).addEntriesBuilder(),
        r -> r.getAcceptedBuilder().setMatchIndex(1),
        r -> r.getAcceptedBuilder().setStorageId("disk").setMatchIndex(-1),
        r -> r.getMismatchBuilder().setStorageId("disk").setHintIndex(-1),
        r -> r.getMismatchBuilder().setStorageId("../disk"),
        r -> r.getRefusedBuilder().setPromise(-1),
        r -> r.getReadRoundBuilder().setEpoch(-1),
        r -> r.getReadFollowingBuilder().setNonce(1),
        r -> r.getJoinBuilder().setStorageId("disk"),
        r -> join(r, "nowhere", "127.0.0.1:1"),
        r -> join(r, "127.0.0.1:1", "127.0.0.1:65536"),
        r -> r.getLeaveBuilder().setStorageId("A DISK"),
        r -> r.getUseSnapshotBuilder().setDonor(""),
        r -> r.getUseSnapshotBuilder().setDonor("chat_1"),
        r -> r.getRecordedBuilder().setView(""),
        r -> r.getRecordedBuilder().setView("{\"rev\":1}"));
  }

  private static void join(ExchangeRequest.Builder request, String client, String peer) {
    request.getJoinBuilder().setStorageId("d").setClientAddress(client).setPeerAddress(peer);
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsense_is_refused(Consumer<ExchangeRequest.Builder> making) {
    ExchangeRequest.Builder request = ExchangeRequest.newBuilder();
    making.accept(request);
    assertThatThrownBy(() -> PeerCodec.decode(request.build()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void flipped_bits_give_a_message_or_a_refusal_and_nothing_else() {
    Random random = new Random(20);
    int refused = 0;
    for (Message message : messages().toList()) {
      byte[] sent = PeerCodec.encode(message).toByteArray();
      for (int i = 0; i < 300; i++) {
        byte[] arrived = Arrays.copyOf(sent, Math.min(sent.length, 200 + random.nextInt(50)));
        arrived[random.nextInt(arrived.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          assertThat(PeerCodec.decode(ExchangeRequest.parseFrom(arrived))).isNotNull();
        } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }
}

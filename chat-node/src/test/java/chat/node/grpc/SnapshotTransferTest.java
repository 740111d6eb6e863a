package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.host.SnapshotFetcher.Fetched;
import chat.node.replica.EntryId;
import chat.proto.replication.v1.ExchangeRequest;
import chat.proto.replication.v1.ExchangeResponse;
import chat.proto.replication.v1.FetchSnapshotRequest;
import chat.proto.replication.v1.FetchSnapshotResponse;
import chat.proto.replication.v1.ReplicationServiceGrpc;
import chat.view.Epoch;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A learner against donors that say what they like. */
class SnapshotTransferTest {
  private static final byte[] DATA = new byte[300];
  private static final PeerIdentity DONOR = Peer.identity("chat-1", "c");
  private static final PeerIdentity LEARNER = Peer.identity("chat-3", "c");

  @TempDir Path folder;

  @Test
  void a_snapshot_that_is_whole_is_taken() throws Exception {
    Fetched fetched =
        fetch(
            List.of(description(DATA.length), data(DATA, 0, 200), data(DATA, 200, 300), end(DATA)));
    assertThat(fetched.position()).isEqualTo(new EntryId(new Epoch(3), 77));
    assertThat(fetched.file()).hasBinaryContent(DATA);
  }

  static Stream<List<FetchSnapshotResponse>> broken() {
    byte[] other = DATA.clone();
    other[7]++;
    return Stream.of(
        List.of(),
        List.of(description(0)),
        List.of(description(DATA.length), data(DATA, 0, 300)),
        List.of(description(DATA.length), data(DATA, 0, 200), end(DATA)),
        List.of(description(DATA.length), data(other, 0, 300), end(DATA)),
        List.of(description(DATA.length + 1), data(DATA, 0, 300), end(DATA)),
        List.of(data(DATA, 0, 300), end(DATA)),
        List.of(description(DATA.length), FetchSnapshotResponse.getDefaultInstance()),
        List.of(description(-1), end(new byte[0])));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void a_snapshot_that_is_not_whole_fails_and_leaves_no_file(List<FetchSnapshotResponse> parts)
      throws Exception {
    assertThatThrownBy(() -> fetch(parts)).isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_donor_that_breaks_off_leaves_no_file() {
    assertThatThrownBy(
            () ->
                fetch(
                    donor -> {
                      donor.onNext(description(DATA.length));
                      donor.onNext(data(DATA, 0, 100));
                      donor.onError(Status.ABORTED.asRuntimeException());
                    },
                    PeerLimits.DEFAULTS))
        .hasMessageContaining("ABORTED");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_donor_that_falls_silent_is_given_up() {
    assertThatThrownBy(
            () ->
                fetch(
                    donor -> donor.onNext(description(DATA.length)),
                    Peer.withSnapshotPatience(Duration.ofMillis(200))))
        .hasMessageContaining("CANCELLED");
    assertThat(folder).isEmptyDirectory();
  }

  private Fetched fetch(List<FetchSnapshotResponse> parts) throws Exception {
    return fetch(
        donor -> {
          parts.forEach(donor::onNext);
          donor.onCompleted();
        },
        PeerLimits.DEFAULTS);
  }

  private Fetched fetch(Consumer<StreamObserver<FetchSnapshotResponse>> says, PeerLimits limits)
      throws Exception {
    try (Peer donor = new Peer(new Donor(says));
        PeerLinks links = new PeerLinks(LEARNER, limits, InstantSource.system());
        SnapshotReceiving receiving = new SnapshotReceiving(LEARNER, links, folder, limits)) {
      links.start(new HeardPeers(), Map.of(DONOR.node(), donor.address()));
      return receiving.fetch(DONOR.node()).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static FetchSnapshotResponse description(long size) {
    var response = FetchSnapshotResponse.newBuilder();
    response.getDescriptionBuilder().setClusterId("c").setEpoch(3).setIndex(77).setSizeBytes(size);
    return response.build();
  }

  private static FetchSnapshotResponse data(byte[] bytes, int from, int to) {
    return FetchSnapshotResponse.newBuilder()
        .setData(ByteString.copyFrom(bytes, from, to - from))
        .build();
  }

  private static FetchSnapshotResponse end(byte[] of) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(of);
      var response = FetchSnapshotResponse.newBuilder();
      response.getEndBuilder().setSha256(ByteString.copyFrom(sum));
      return response.build();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives everybody the same. */
  private static final class Donor extends ReplicationServiceGrpc.ReplicationServiceImplBase {
    private final Consumer<StreamObserver<FetchSnapshotResponse>> says;

    Donor(Consumer<StreamObserver<FetchSnapshotResponse>> says) {
      this.says = says;
    }

    @Override
    public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> answers) {
      return new Unheard<>();
    }

    @Override
    public void fetchSnapshot(
        FetchSnapshotRequest request, StreamObserver<FetchSnapshotResponse> answers) {
      says.accept(answers);
    }
  }
}

package chat.controller.kubernetes;

import chat.controller.host.Election;
import chat.view.kubernetes.ApiCalls;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Elects by a Lease, each write locked on the version that was read.
 *
 * <p>Own code and not the client's LeaderElector: that one compares the holder's wall clock with
 * its own, so that a clock that is ahead by the lease's duration steals it again and again, and it
 * ends for good when it loses. Threads: one looks and writes; {@link #isHolder} is asked from any.
 */
final class LeaseElection implements Election {
  /** A lease that is given up is taken at once. */
  private static final Duration BURST = Duration.ofMillis(10);

  private final KubernetesClient client;
  private final KubernetesNames names;
  private final LeaseTimes times;
  private final ApiCalls calls;
  private final ApiFaults faults;
  private final LongSupplier nanos;
  private final Resource<Lease> resource;
  private final Lookout<Lease> lookout;
  private final Candidacy candidacy;
  private Runnable changed = () -> {};
  private boolean told;
  private volatile boolean closed;

  LeaseElection(
      KubernetesClient client,
      KubernetesNames names,
      LeaseTimes times,
      ApiCalls calls,
      ApiFaults faults,
      LongSupplier nanos) {
    this.client = client;
    this.names = names;
    this.times = times;
    this.calls = calls;
    this.faults = faults;
    this.nanos = nanos;
    this.resource = client.leases().inNamespace(names.namespace()).withName(names.lease());
    this.lookout = new Lookout<>(ApiPart.LEASE, BURST, resource::watch, this::look, calls, faults);
    this.candidacy = new Candidacy(names.identity(), times);
  }

  @Override
  public void start(Runnable whenChanged) {
    changed = whenChanged;
    lookout.start();
  }

  @Override
  public boolean isHolder() {
    synchronized (candidacy) {
      return !closed && candidacy.isHolder(nanos.getAsLong());
    }
  }

  private Duration look() {
    try {
      Optional<Lease> lease = Optional.ofNullable(calls.call(resource::get));
      return act(lease, next(lease));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Duration.ZERO; // Another was faster: see who.
      }
      throw e;
    } finally {
      tell();
    }
  }

  private Candidacy.Move next(Optional<Lease> lease) {
    synchronized (candidacy) {
      return candidacy.next(lease.map(LeaseElection::tenure), nanos.getAsLong());
    }
  }

  private Duration act(Optional<Lease> lease, Candidacy.Move move) {
    long sent = nanos.getAsLong();
    switch (move) {
      case Candidacy.Move.Rest(Duration atMost) -> {
        return atMost;
      }
      case Candidacy.Move.Create() -> {
        Lease first = mine(new LeaseBuilder().withNewMetadata().endMetadata().build());
        first.getMetadata().setName(names.lease());
        first.getMetadata().setNamespace(names.namespace());
        var _ = calls.call(() -> client.resource(first).create());
      }
      case Candidacy.Move.Write() -> replace(lease.orElseThrow(), mine(lease.orElseThrow()));
    }
    synchronized (candidacy) {
      candidacy.won(sent);
    }
    return times.retry();
  }

  private void replace(Lease before, Lease next) {
    var _ =
        calls.call(
            () ->
                client
                    .resource(next)
                    .lockResourceVersion(before.getMetadata().getResourceVersion())
                    .update());
  }

  private static Candidacy.Tenure tenure(Lease lease) {
    LeaseSpec spec = lease.getSpec();
    String holder = spec == null ? null : spec.getHolderIdentity();
    Integer seconds = spec == null ? null : spec.getLeaseDurationSeconds();
    return new Candidacy.Tenure(
        holder == null ? "" : holder,
        Duration.ofSeconds(seconds == null ? 0 : seconds),
        lease.getMetadata().getResourceVersion());
  }

  private Lease mine(Lease before) {
    LeaseSpec old = before.getSpec();
    boolean wasMine = old != null && names.identity().equals(old.getHolderIdentity());
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    int transitions =
        old == null || old.getLeaseTransitions() == null ? 0 : old.getLeaseTransitions();
    return new LeaseBuilder(before)
        .withNewSpec()
        .withHolderIdentity(names.identity())
        .withLeaseDurationSeconds(Math.toIntExact(times.duration().toSeconds()))
        .withAcquireTime(wasMine && old.getAcquireTime() != null ? old.getAcquireTime() : now)
        .withRenewTime(now)
        .withLeaseTransitions(wasMine || old == null ? transitions : transitions + 1)
        .endSpec()
        .build();
  }

  private void tell() {
    boolean holder = isHolder();
    if (holder != told) {
      told = holder;
      changed.run();
    }
  }

  /**
   * Ends the looking, then makes the lease nobody's, if it is ours: also where we never heard that
   * we won it.
   */
  @Override
  public void close() {
    closed = true;
    lookout.close();
    try {
      Optional<Lease> lease = Optional.ofNullable(calls.call(resource::get));
      if (lease.map(LeaseElection::tenure).map(Candidacy.Tenure::holder).stream()
          .anyMatch(names.identity()::equals)) {
        replace(lease.orElseThrow(), nobodys(lease.orElseThrow()));
      }
    } catch (KubernetesClientException e) {
      // It ends by itself, only later.
      faults.failed(ApiPart.LEASE, ApiCalls.reason(e));
    }
  }

  private static Lease nobodys(Lease before) {
    return new LeaseBuilder(before).editSpec().withHolderIdentity(null).endSpec().build();
  }
}

package chat.node.grpc;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Where hosts are, of all that was ever learned: from where a host called last, what DNS says now,
 * and what it said when it last answered. So a new connection needs no DNS at the moment of a
 * failover, and a node that came back elsewhere is found before DNS knows. Any thread.
 */
final class HostAddresses {
  /** Beyond it nothing new is remembered; names come from the view and from peers. */
  static final int MOST_HOSTS = 1024;

  /** Then the look-up goes on without DNS, where something is known. */
  static final Duration DNS_PATIENCE = Duration.ofMillis(500);

  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

  /** How names are looked up. */
  interface Dns {
    List<InetAddress> lookUp(String host) throws UnknownHostException;
  }

  private final Dns dns;
  private final Map<String, InetAddress> met = new ConcurrentHashMap<>();
  private final Map<String, List<InetAddress>> answered = new ConcurrentHashMap<>();

  HostAddresses(Dns dns) {
    this.dns = dns;
  }

  /**
   * The host called from there. Only a hint: where an address is translated on its way, the next
   * one is tried.
   *
   * @return whether whoever looked the host up before was told another address to try first
   */
  boolean met(String host, InetAddress from) {
    if (LITERAL.matcher(host).matches() || (met.size() >= MOST_HOSTS && !met.containsKey(host))) {
      return false;
    }
    InetAddress before = met.put(host, from);
    return before == null
        ? !answered.getOrDefault(host, List.of()).contains(from)
        : !before.equals(from);
  }

  /** From where the host called last. */
  Optional<InetAddress> lastMet(String host) {
    return Optional.ofNullable(met.get(host));
  }

  /**
   * All that may be the host, the likeliest first. Waits for DNS, but not for long.
   *
   * @throws UnknownHostException where nothing is or was ever known
   */
  List<InetAddress> of(String host) throws UnknownHostException {
    Set<InetAddress> found = new LinkedHashSet<>();
    InetAddress caller = met.get(host);
    if (caller != null) {
      found.add(caller);
    }
    found.addAll(lookedUp(host));
    if (found.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return List.copyOf(found);
  }

  private List<InetAddress> lookedUp(String host) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    Thread.ofVirtual().name("dns").start(() -> lookUp(host, answer));
    try {
      return answer.get(DNS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return answered.getOrDefault(host, List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return answered.getOrDefault(host, List.of());
    }
  }

  /** An answer that comes late serves the next who asks. */
  private void lookUp(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      List<InetAddress> addresses = List.copyOf(dns.lookUp(host));
      if (answered.size() < MOST_HOSTS || answered.containsKey(host)) {
        answered.put(host, addresses);
      }
      answer.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }
}

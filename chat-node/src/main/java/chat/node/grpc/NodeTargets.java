package chat.node.grpc;

import chat.view.Address;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Channels to nodes, whose hosts are looked up in {@link HostAddresses}: one memory for all
 * channels of the process. The transport finds resolvers in a registry of the process, too.
 */
final class NodeTargets {
  static final HostAddresses HOSTS =
      new HostAddresses(host -> List.of(InetAddress.getAllByName(host)));

  private static final String SCHEME = "chat-node";

  static {
    NameResolverRegistry.getDefaultRegistry().register(new Provider());
  }

  private NodeTargets() {}

  static NettyChannelBuilder channelTo(Address address) {
    return NettyChannelBuilder.forTarget(SCHEME + ":///" + address);
  }

  private static final class Provider extends NameResolverProvider {
    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return SCHEME.equals(target.getScheme())
          ? new Resolver(Address.parse(target.getPath().substring(1)), args)
          : null;
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 5;
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }
  }

  private static final class Resolver extends NameResolver {
    private final Address address;
    private final Args args;
    private volatile @Nullable Listener2 listener;

    Resolver(Address address, Args args) {
      this.address = address;
      this.args = args;
    }

    @Override
    public String getServiceAuthority() {
      String host = address.host();
      return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
          + ":"
          + address.port();
    }

    @Override
    public void start(Listener2 to) {
      listener = to;
      refresh();
    }

    @Override
    public void refresh() {
      Thread.ofVirtual().name("node-resolver").start(this::resolve);
    }

    private void resolve() {
      ResolutionResult.Builder result = ResolutionResult.newBuilder();
      try {
        List<SocketAddress> found =
            HOSTS.of(address.host()).stream()
                .<SocketAddress>map(at -> new InetSocketAddress(at, address.port()))
                .toList();
        result.setAddressesOrError(
            StatusOr.fromValue(found.stream().map(EquivalentAddressGroup::new).toList()));
      } catch (UnknownHostException e) {
        result.setAddressesOrError(
            StatusOr.fromStatus(
                Status.UNAVAILABLE.withDescription("unknown host " + address.host()).withCause(e)));
      }
      args.getSynchronizationContext()
          .execute(
              () -> {
                Listener2 to = listener;
                if (to != null) {
                  to.onResult2(result.build());
                }
              });
    }

    @Override
    public void shutdown() {
      listener = null;
    }
  }
}

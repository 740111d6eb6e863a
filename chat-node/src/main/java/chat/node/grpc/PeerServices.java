package chat.node.grpc;

/** What the peer port serves; handed to the beans that the server finds. */
public record PeerServices(ReplicationEndpoint replication, ControlEndpoint control) {}

/**
 * The node's network. Here live the servers and the clients of {@code chat.v1}, {@code
 * replication.v1} and {@code control.v1}, and here alone the classes generated from them; nothing
 * here knows SQL, and no decision of the protocol or of the chat is taken here.
 *
 * <p>The clients' side, in the order in which a call meets it: {@link chat.node.grpc.ClientServer}
 * takes it in, {@link chat.node.grpc.RoutedCall} brings it to whoever serves ({@link
 * chat.node.grpc.Route}, {@link chat.node.grpc.Forwarding}), {@link chat.node.grpc.Sessions} tells
 * who calls, an endpoint answers, {@link chat.node.grpc.Errors} says why not. {@link
 * chat.node.grpc.Subscriptions} pushes what was applied.
 */
@NullMarked
package chat.node.grpc;

import org.jspecify.annotations.NullMarked;

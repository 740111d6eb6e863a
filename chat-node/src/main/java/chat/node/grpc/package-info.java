/**
 * The node's network. Here live the servers and the clients of {@code chat.v1}, {@code
 * replication.v1} and {@code control.v1}, and here alone the classes generated from them; nothing
 * here knows SQL, and no decision of the protocol or of the chat is taken here.
 *
 * <p>The clients' side, in the order in which a call meets it: {@link chat.node.grpc.ClientServer}
 * takes it in.
 */
@NullMarked
package chat.node.grpc;

import org.jspecify.annotations.NullMarked;

/**
 * The host of the pure core: one thread, one bounded queue, and the ports {@link
 * chat.node.host.Store}, {@code Peers} and {@code Watchers} through which effects reach the world.
 * Nothing here knows SQL or gRPC.
 */
@NullMarked
package chat.node.host;

import org.jspecify.annotations.NullMarked;

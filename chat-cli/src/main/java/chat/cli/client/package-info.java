/**
 * The client of the chat: gRPC to any node that answers, retried with the same request id until a
 * deadline. Generated classes and gRPC types stay in here.
 */
@NullMarked
package chat.cli.client;

import org.jspecify.annotations.NullMarked;

/**
 * The chat itself: what can be done ({@link chat.node.chat.Command}), what comes of it ({@link
 * chat.node.chat.Result}), what can be asked ({@link chat.node.chat.ChatReader}). Applying a
 * command is deterministic: it reads the state and the command, never a clock or a random source,
 * so that every replica arrives at the same state. Nothing here knows SQL, gRPC or the replication
 * protocol.
 */
@NullMarked
package chat.node.chat;

import org.jspecify.annotations.NullMarked;

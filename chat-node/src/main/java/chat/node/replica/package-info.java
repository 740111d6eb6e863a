/**
 * The replication protocol, pure: {@link chat.node.replica.Replica#step} takes a state and an event
 * and gives the next state and the effects that the host must carry out, in order. No clock,
 * thread, randomness, logger, framework or I/O in here; {@code docs/PROTOCOL.md} has the rules, and
 * the numbers in comments are theirs.
 *
 * <p>The map: {@link chat.node.replica.Event} comes in, {@link chat.node.replica.Effect} goes out,
 * {@link chat.node.replica.Message} travels between nodes, {@link chat.node.replica.ReplicaState}
 * is everything that a node remembers, {@link chat.node.replica.LogShape} what its log looks like
 * without the payloads. {@link chat.node.replica.Following} and {@link chat.node.replica.Leading}
 * hold the two sides of the protocol.
 */
@NullMarked
package chat.node.replica;

import org.jspecify.annotations.NullMarked;

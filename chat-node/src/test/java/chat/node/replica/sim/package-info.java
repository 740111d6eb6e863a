/**
 * A whole cluster in one thread with virtual time: the real replication core, with a fake disk,
 * network, view store, controllers and clients around it, all drawn from one seed. Here live the
 * faults, as verbs, and the invariants that concern more than one node. Nothing here sleeps, reads
 * a clock or knows the host's real adapters.
 *
 * <p>The map: {@link chat.node.replica.sim.Simulation} runs a seed, {@link
 * chat.node.replica.sim.Cluster} has the verbs, {@link chat.node.replica.sim.SimNode} carries out
 * effects, {@link chat.node.replica.sim.Oracle} judges.
 */
@NullMarked
package chat.node.replica.sim;

import org.jspecify.annotations.NullMarked;

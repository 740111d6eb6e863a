/**
 * The chart on a real cluster of several machines, and the faults that befall it, as verbs: kill,
 * delete, drain, scale; off and on for machines, cut and heal for wires, off, on, freeze and thaw
 * for the API server. Commands that a user would type are run as commands; what they did is read
 * from the Kubernetes API. Nothing here speaks gRPC.
 */
@NullMarked
package chat.e2e.kube;

import org.jspecify.annotations.NullMarked;

/**
 * A whole cluster of real processes on loopback, and the faults that befall it, as verbs: kill,
 * stop, freeze, thaw, wipe. Nothing here speaks gRPC; a process is known by its command, its pid
 * and its ports. Every process started here ends with the program that started it, however that
 * ends.
 */
@NullMarked
package chat.e2e.cluster;

import org.jspecify.annotations.NullMarked;

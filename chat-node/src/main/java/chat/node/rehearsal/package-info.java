/**
 * The other side of a rehearsal, in which a node and a controller run once while the JVM notes what
 * they need: an API server that remembers, and people who chat. No node uses this package. It may
 * know the generated classes, as a client does, and nothing of the node.
 */
@NullMarked
package chat.node.rehearsal;

import org.jspecify.annotations.NullMarked;

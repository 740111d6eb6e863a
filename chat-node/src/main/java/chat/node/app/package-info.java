/**
 * Wiring: configuration, the parts of a node in the order of their start, health, metrics and the
 * status page. Nobody depends on this package, and nothing is decided here.
 */
@NullMarked
package chat.node.app;

import org.jspecify.annotations.NullMarked;

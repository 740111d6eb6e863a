/**
 * What is particular to processes on one machine: the list of nodes in settings and in a file. How
 * nodes are talked to is {@code chat.controller.grpc}.
 */
@NullMarked
package chat.controller.local;

import org.jspecify.annotations.NullMarked;

/**
 * From the outbox to the cluster, for every command and for the screen: each conversation in its
 * order, by one process at a time.
 */
@NullMarked
package chat.cli.delivery;

import org.jspecify.annotations.NullMarked;

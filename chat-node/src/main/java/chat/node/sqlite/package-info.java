/**
 * The node's disk: one SQLite file in the data folder that holds log, promise and chat state, so
 * that they change in one transaction.
 *
 * <p>The map: {@link chat.node.sqlite.DataFolder} finds or makes the file and keeps other processes
 * off it; {@link chat.node.sqlite.SqliteStore} is the store; {@link chat.node.sqlite.Applier} is
 * where the chat takes part in its transactions. No gRPC in here, and no rule of the protocol: only
 * the bounds that the {@link chat.node.host.Store} port promises.
 */
@NullMarked
package chat.node.sqlite;

import org.jspecify.annotations.NullMarked;

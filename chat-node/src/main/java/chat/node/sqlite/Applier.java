package chat.node.sqlite;

import chat.node.chat.Result;
import chat.node.replica.Payload;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Applies log entries to the chat state: on the writer's connection, inside the store's
 * transaction, which it neither begins nor ends. Deterministic. One thread at a time.
 */
@FunctionalInterface
public interface Applier {

  /** Applies the entry at {@code index}; never a no-op, which has no payload. */
  Result apply(long index, Payload payload) throws SQLException;

  /**
   * Makes an applier for a writer's connection. Called at the start, and again after a snapshot was
   * installed: nothing that an applier remembers of the state may outlive that.
   */
  @FunctionalInterface
  interface Factory {
    Applier on(Connection writer) throws SQLException;
  }
}

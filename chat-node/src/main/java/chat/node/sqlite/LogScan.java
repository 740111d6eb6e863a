package chat.node.sqlite;

import chat.node.host.Store.Recovered;
import chat.node.replica.Effect;
import chat.node.replica.EntryId;
import chat.node.replica.LogShape;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Rev;
import chat.view.StorageId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a start finds: the one row of meta, and the whole retained log read through and checked, so
 * that a damaged entry is found here and not when a follower asks for it.
 *
 * @param payloadBytes of the retained log
 */
record LogScan(Recovered recovered, long payloadBytes) {

  static LogScan of(Connection connection) throws SQLException, Damage {
    try (Statement statement = connection.createStatement();
        ResultSet meta =
            statement.executeQuery(
                "SELECT storage_id, cluster_id, promise, rev, applied_index, base_epoch, base_index"
                    + " FROM meta")) {
      if (!meta.next()) {
        throw new Damage("meta is empty");
      }
      try {
        StorageId storageId = new StorageId(meta.getString("storage_id"));
        Optional<Effect.Promise> promise = promise(meta);
        long applied = meta.getLong("applied_index");
        EntryId base =
            new EntryId(new Epoch(meta.getLong("base_epoch")), meta.getLong("base_index"));
        return scan(connection, storageId, promise, base, applied);
      } catch (IllegalArgumentException e) {
        throw new Damage("meta or log holds what can't be: " + e.getMessage(), e);
      }
    }
  }

  private static Optional<Effect.Promise> promise(ResultSet meta) throws SQLException {
    String clusterId = meta.getString("cluster_id");
    return clusterId == null
        ? Optional.empty()
        : Optional.of(
            new Effect.Promise(
                new ClusterId(clusterId),
                new Epoch(meta.getLong("promise")),
                new Rev(meta.getLong("rev"))));
  }

  private static LogScan scan(
      Connection connection,
      StorageId storageId,
      Optional<Effect.Promise> promise,
      EntryId base,
      long applied)
      throws SQLException, Damage {
    List<LogShape.Run> runs = new ArrayList<>();
    EntryId last = base;
    long bytes = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT idx, epoch, checksum, payload FROM log ORDER BY idx")) {
      while (rows.next()) {
        EntryId id = new EntryId(new Epoch(rows.getLong(2)), rows.getLong(1));
        byte[] payload = rows.getBytes(4);
        if (id.index() != last.index() + 1) {
          throw new Damage("entry " + id + " follows " + last);
        }
        if (EntryChecksum.of(id, payload) != rows.getLong(3)) {
          throw new Damage("entry " + id + " has another checksum than it was written with");
        }
        if (runs.isEmpty() || !id.epoch().equals(last.epoch())) {
          runs.add(new LogShape.Run(id.epoch(), id.index()));
        }
        last = id;
        bytes += payload.length;
      }
    }
    if (applied < base.index() || applied > last.index()) {
      throw new Damage("applied through " + applied + ", log from " + base + " to " + last);
    }
    LogShape shape = new LogShape(base, runs, last.index());
    return new LogScan(new Recovered(storageId, promise, shape, applied), bytes);
  }
}

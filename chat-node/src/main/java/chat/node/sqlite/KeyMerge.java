package chat.node.sqlite;

import chat.node.chat.ResultPage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges sources by position and reads rows for the positions that come first: positions are
 * numbers from an index, and texts are read for the rows of the page alone. Of sources at the same
 * position the one given first comes first.
 */
final class KeyMerge<T> {
  private final SqlChatStatements sql;
  private final int maxKeys;
  private final PriorityQueue<Ranked<T>> heads =
      new PriorityQueue<>(
          Comparator.<Ranked<T>>comparingLong(Ranked::key).thenComparing(Ranked::rank));
  private int taken;
  private long reached;

  private record Ranked<T>(long key, int rank, KeySource<T> source) {}

  /** Positions of one source between which no other source has one. */
  private record Run<T>(KeySource<T> source, long first, long last) {}

  /** Looks at {@code maxKeys} positions at most, and at those that equal the last one. */
  KeyMerge(SqlChatStatements sql, int maxKeys) {
    this.sql = sql;
    this.maxKeys = maxKeys;
  }

  ResultPage<T> read(List<KeySource<T>> sources, PageRows<T> page) throws SQLException {
    for (int rank = 0; rank < sources.size(); rank++) {
      offer(rank, sources.get(rank));
    }
    while (!heads.isEmpty() && !page.isFull() && taken < maxKeys) {
      // One more than is missing tells whether there is more.
      for (Run<T> run : runs(Math.min(page.missing() + 1, maxKeys - taken))) {
        if (!page.isFull()) {
          run.source().rows().read(run.first() - 1, run.last(), page);
        }
      }
    }
    return page.page(!heads.isEmpty(), reached);
  }

  private List<Run<T>> runs(int keys) throws SQLException {
    List<Run<T>> runs = new ArrayList<>();
    @Nullable Run<T> run = null;
    int end = taken + keys;
    while (!heads.isEmpty() && (taken < end || heads.element().key() == reached)) {
      Ranked<T> head = heads.remove();
      boolean again =
          run != null && head.key() == run.last() && head.source().repeats(run.source());
      if (!again) {
        if (run != null && run.source() == head.source()) {
          run = new Run<>(run.source(), run.first(), head.key());
          runs.set(runs.size() - 1, run);
        } else {
          run = new Run<>(head.source(), head.key(), head.key());
          runs.add(run);
        }
      }
      taken++;
      reached = head.key();
      head.source().take();
      offer(head.rank(), head.source());
    }
    return runs;
  }

  private void offer(int rank, KeySource<T> source) throws SQLException {
    if (source.hasNext(sql)) {
      heads.add(new Ranked<>(source.next(), rank, source));
    }
  }
}

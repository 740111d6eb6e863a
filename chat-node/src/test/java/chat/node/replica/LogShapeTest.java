package chat.node.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.view.Epoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every log of up to five entries over three epochs, held against a plain list of epochs. */
class LogShapeTest {
  private static final int MAX_LENGTH = 5;
  private static final int MAX_EPOCH = 3;

  @Test
  void aShapeKnowsTheEpochOfEachEntry() {
    for (List<Long> model : everyLog()) {
      LogShape log = shape(model);
      assertThat(log.lastIndex()).isEqualTo(model.size());
      for (int i = 1; i <= model.size(); i++) {
        assertThat(log.epochAt(i)).isEqualTo(new Epoch(model.get(i - 1)));
        assertThat(log.has(new EntryId(new Epoch(model.get(i - 1)), i))).isTrue();
        assertThat(log.has(new EntryId(new Epoch(model.get(i - 1) + 1), i))).isFalse();
      }
    }
  }

  @Test
  void truncatingLeavesTheShorterLog() {
    for (List<Long> model : everyLog()) {
      for (int from = 1; from <= model.size() + 1; from++) {
        assertThat(shape(model).truncateFrom(from)).isEqualTo(shape(model.subList(0, from - 1)));
      }
    }
  }

  @Test
  void compactingKeepsEveryEntryBehindTheBase() {
    for (List<Long> model : everyLog()) {
      for (int upTo = 0; upTo <= model.size(); upTo++) {
        LogShape compacted = shape(model).compactTo(upTo);
        assertThat(compacted.base().index()).isEqualTo(upTo);
        assertThat(compacted.last()).isEqualTo(shape(model).last());
        for (int i = upTo; i <= model.size(); i++) {
          assertThat(compacted.epochAt(i)).isEqualTo(shape(model).epochAt(i));
        }
        if (upTo > 0) {
          int below = upTo - 1;
          assertThat(compacted.knows(below)).isFalse();
          assertThatThrownBy(() -> compacted.epochAt(below))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
  }

  @Test
  void theSearchForAgreementNeverPassesOverAPlaceWhereTwoLogsAgree() {
    List<List<Long>> logs = everyLog();
    for (List<Long> own : logs) {
      for (List<Long> other : logs) {
        for (int i = 0; i <= other.size(); i++) {
          EntryId hint = shape(other).idAt(i);
          long found = shape(own).lastNotAbove(hint.epoch(), hint.index());
          assertThat(found).isBetween(0L, hint.index());
          assertThat(found).isGreaterThanOrEqualTo(Math.min(agreement(own, other), i));
        }
      }
    }
  }

  @Test
  void anAppendWithAGapIsRefused() {
    Entry third = new Entry(new EntryId(new Epoch(1), 3), Payload.NOOP);
    assertThatThrownBy(() -> shape(List.of(1L)).append(List.of(third)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gap");
  }

  private static long agreement(List<Long> one, List<Long> other) {
    int same = 0;
    while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
      same++;
    }
    return same;
  }

  private static LogShape shape(List<Long> epochs) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      entries.add(new Entry(new EntryId(new Epoch(epochs.get(i)), i + 1), Payload.NOOP));
    }
    return LogShape.EMPTY.append(entries);
  }

  /** All sequences of rising epochs; that they never fall is what makes them logs. */
  private static List<List<Long>> everyLog() {
    List<List<Long>> all = new ArrayList<>();
    all.add(List.of());
    for (int from = 0; from < all.size(); from++) {
      List<Long> log = all.get(from);
      for (long epoch = log.isEmpty() ? 1 : log.getLast();
          epoch <= MAX_EPOCH && log.size() < MAX_LENGTH;
          epoch++) {
        List<Long> longer = new ArrayList<>(log);
        longer.add(epoch);
        all.add(longer);
      }
    }
    return all;
  }
}

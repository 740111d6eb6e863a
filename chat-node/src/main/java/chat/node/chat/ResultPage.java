package chat.node.chat;

import java.util.Iterator;
import java.util.List;

/**
 * One page of a list. It is bounded in rows, in bytes of text and in rows looked at, so it may hold
 * fewer rows than were asked for, even none, while the list goes on.
 *
 * @param more whether the list may go on behind this page
 * @param next the position to give for the next page; without a meaning where there is no more
 */
public record ResultPage<T>(List<T> rows, boolean more, long next) implements Iterable<T> {
  public ResultPage {
    rows = List.copyOf(rows);
  }

  public static <T> ResultPage<T> last(List<T> rows) {
    return new ResultPage<>(rows, false, 0);
  }

  @Override
  public Iterator<T> iterator() {
    return rows.iterator();
  }
}

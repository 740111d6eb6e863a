package chat.node.chat;

import java.util.List;
import java.util.function.ToLongFunction;

/** Cuts a whole list to a page by its number of rows; rows of one key stay together. */
final class InMemoryPages {
  private InMemoryPages() {}

  static <T> ResultPage<T> of(List<T> all, int limit, ToLongFunction<T> key) {
    if (all.size() <= limit) {
      return ResultPage.last(all);
    }
    long last = key.applyAsLong(all.get(limit - 1));
    int end = limit;
    while (end < all.size() && key.applyAsLong(all.get(end)) == last) {
      end++;
    }
    return end == all.size()
        ? ResultPage.last(all)
        : new ResultPage<>(all.subList(0, end), true, last);
  }
}

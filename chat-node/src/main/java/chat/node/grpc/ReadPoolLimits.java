package chat.node.grpc;

import chat.node.chat.ReadLimits;
import java.time.Duration;

/**
 * The bounds of reads of the stored state.
 *
 * @param threads that read, each on a connection of its own
 * @param queued reads that wait for a thread; more are turned away
 * @param queuedOfOwner of one account or address
 * @param runningOfOwner reads of one account or address that run at one time
 * @param queuedOfStrangers of all callers that haven't shown a session yet
 * @param runningOfStrangers of these at one time
 * @param longestWait for a thread; who waited longer is turned away
 * @param query how long all that one call or one page of a stream asks may take
 * @param wholeState how long reading all of the state for its hash may take
 * @param answerBytes what one answer and its making take in memory, at most
 * @param answersBytes what all answers take that have not left the node yet; a quarter of them may
 *     be of one account
 * @param answersWaiting answers of other nodes that wait for bytes
 */
public record ReadPoolLimits(
    int threads,
    int queued,
    int queuedOfOwner,
    int runningOfOwner,
    int queuedOfStrangers,
    int runningOfStrangers,
    Duration longestWait,
    Duration query,
    Duration wholeState,
    long answerBytes,
    long answersBytes,
    int answersWaiting) {
  public static final ReadPoolLimits DEFAULTS = forHeap(Runtime.getRuntime().maxMemory());

  /** An eighth of the heap for answers; a page is there as rows, as an answer and as its bytes. */
  static ReadPoolLimits forHeap(long heapBytes) {
    long answerBytes = 4 * ReadLimits.DEFAULTS.pageBytes();
    return new ReadPoolLimits(
        4,
        8192,
        256,
        2,
        4096,
        2,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        answerBytes,
        Math.max(8 * answerBytes, heapBytes / 8),
        1024);
  }

  public ReadPoolLimits {
    if (threads < 2 || runningOfOwner >= threads || runningOfStrangers >= threads) {
      throw new IllegalArgumentException(
          "of %d threads one owner takes %d and strangers take %d: none is left"
              .formatted(threads, runningOfOwner, runningOfStrangers));
    }
    if (answersOfOwnerBytes(answersBytes) < answerBytes) {
      throw new IllegalArgumentException(
          "%d bytes for all answers, a quarter of it for one account, %d for one answer"
              .formatted(answersBytes, answerBytes));
    }
  }

  /** The same with another time for a query. */
  ReadPoolLimits interruptingAfter(Duration longest) {
    return new ReadPoolLimits(
        threads,
        queued,
        queuedOfOwner,
        runningOfOwner,
        queuedOfStrangers,
        runningOfStrangers,
        longestWait,
        longest,
        wholeState,
        answerBytes,
        answersBytes,
        answersWaiting);
  }

  long answersOfOwnerBytes() {
    return answersOfOwnerBytes(answersBytes);
  }

  private static long answersOfOwnerBytes(long all) {
    return all / 4;
  }
}

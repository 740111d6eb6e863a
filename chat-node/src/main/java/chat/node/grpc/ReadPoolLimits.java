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
 * @param queuedOfReturning look-ups of sessions that callers show and this node hasn't looked up
 *     yet; half of them may be from one address
 * @param longestWait for a thread; who waited longer is turned away
 * @param query how long all that one call or one page of a stream asks may take
 * @param wholeState how long reading all of the state for its hash may take
 * @param answerBytes what one answer and its making take in memory, at most
 * @param answersBytes what all answers take that have not left the node yet; a quarter of them may
 *     be of one account
 * @param answersWaiting answers of other nodes that wait for bytes
 * @param pageHeld how long a stream may hold a page that its client doesn't take; then the page is
 *     dropped, and read again once the client takes more
 */
public record ReadPoolLimits(
    int threads,
    int queued,
    int queuedOfOwner,
    int runningOfOwner,
    int queuedOfStrangers,
    int runningOfStrangers,
    int queuedOfReturning,
    Duration longestWait,
    Duration query,
    Duration wholeState,
    long answerBytes,
    long answersBytes,
    int answersWaiting,
    Duration pageHeld) {
  public static final ReadPoolLimits DEFAULTS = forHeap(Runtime.getRuntime().maxMemory());

  /** An eighth of the heap for answers; a page is there as rows, as an answer and as its bytes. */
  static ReadPoolLimits forHeap(long heapBytes) {
    long answerBytes = 4 * ReadLimits.DEFAULTS.pageBytes();
    return new ReadPoolLimits(
        4,
        12_288,
        256,
        2,
        4096,
        2,
        4096,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        answerBytes,
        Math.max(8 * answerBytes, heapBytes / 8),
        1024,
        Duration.ofSeconds(1));
  }

  public ReadPoolLimits {
    if (threads < 2 || runningOfOwner >= threads || runningOfStrangers >= threads) {
      throw new IllegalArgumentException(
          "of %d threads one owner takes %d and strangers take %d: none is left"
              .formatted(threads, runningOfOwner, runningOfStrangers));
    }
    if (queuedOfStrangers + queuedOfReturning >= queued) {
      throw new IllegalArgumentException(
          "of %d reads that wait %d may be strangers' and %d look-ups of sessions: none is left"
              .formatted(queued, queuedOfStrangers, queuedOfReturning));
    }
    if (answersOfOwnerBytes(answersBytes) < answerBytes) {
      throw new IllegalArgumentException(
          "%d bytes for all answers, a quarter of it for one account, %d for one answer"
              .formatted(answersBytes, answerBytes));
    }
  }

  /** The same with another time for a query. */
  ReadPoolLimits interruptingAfter(Duration longest) {
    return with(longest, pageHeld);
  }

  /** The same with another time for which a stream may hold a page. */
  ReadPoolLimits holdingPages(Duration held) {
    return with(query, held);
  }

  private ReadPoolLimits with(Duration longest, Duration held) {
    return new ReadPoolLimits(
        threads,
        queued,
        queuedOfOwner,
        runningOfOwner,
        queuedOfStrangers,
        runningOfStrangers,
        queuedOfReturning,
        longestWait,
        longest,
        wholeState,
        answerBytes,
        answersBytes,
        answersWaiting,
        held);
  }

  int queuedOfReturningAddress() {
    return queuedOfReturning / 2;
  }

  /** The part of the bytes that pages of streams may take; the rest is kept for calls' answers. */
  long streamsBytes() {
    return answersBytes / 2;
  }

  long answersOfOwnerBytes() {
    return answersOfOwnerBytes(answersBytes);
  }

  private static long answersOfOwnerBytes(long all) {
    return all / 4;
  }
}

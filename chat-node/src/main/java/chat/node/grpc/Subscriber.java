package chat.node.grpc;

import chat.node.chat.ChatReader;
import chat.node.chat.GroupReader;
import chat.node.chat.GroupState;
import chat.node.chat.MessageState;
import chat.node.chat.Refusal;
import chat.node.chat.ResultPage;
import chat.node.chat.TokenHash;
import chat.node.host.Replication.NotServingException;
import chat.node.replica.NotServing;
import chat.proto.chat.v1.CaughtUp;
import chat.proto.chat.v1.GroupChanged;
import chat.proto.chat.v1.Heartbeat;
import chat.proto.chat.v1.SubscribeResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One subscription, on its own virtual thread: reads what is applied behind its cursor, sends it,
 * sleeps until it is woken or a heartbeat is due. It reads only where a change for it may have been
 * applied since its last page, so an idle stream runs no query. The cursor moves only with what was
 * sent, or over positions that hold nothing for this account; so nothing is skipped and nothing
 * repeated. Of several events of one position, the last one moves it.
 */
final class Subscriber implements Runnable {
  private static final long EVENT_BYTES = 512;

  private final CallLife life;
  private final ReadFor reading;
  private final ReadFor paging;
  private final LocalNode node;
  private final Sessions sessions;
  private final CallLimits limits;
  private final SharedBarrier barrier;
  private final LookUps lookUps;
  private final Sessions.Live session;
  private final Sink sink;
  private final Semaphore wakes = new Semaphore(0);
  private final AtomicBoolean changed = new AtomicBoolean();
  private long failuresSeen;
  private long promiseSeen;
  private Cursor cursor;
  private final long begunNanos = System.nanoTime();
  private long sentNanos = System.nanoTime();
  private volatile @Nullable Farewell farewell;

  Subscriber(
      LocalNode node,
      Sessions sessions,
      CallLimits limits,
      SharedBarrier barrier,
      LookUps lookUps,
      Sessions.Live session,
      Sink sink,
      Cursor start) {
    this.node = node;
    this.sessions = sessions;
    this.limits = limits;
    this.barrier = barrier;
    this.lookUps = lookUps;
    this.session = session;
    this.sink = sink;
    this.cursor = start;
    this.life = CallLife.of(sink);
    this.reading = new ReadFor(new ReadOwner.Account(session.account()), life, ReadPool.Kind.WAKE);
    this.paging = ReadFor.page(life, session.account());
  }

  TokenHash token() {
    return session.token();
  }

  /**
   * Something that this account sees was applied. Called before the change is answered, so that a
   * read barrier which begins after the answer finds it noted. Never blocks.
   */
  void changed() {
    changed.set(true);
    wake();
  }

  /** There may be something to do. Never blocks. */
  void wake() {
    if (wakes.availablePermits() == 0) {
      wakes.release();
    }
  }

  /**
   * Sends the client on, for the first reason that is given. An ended session outweighs the others:
   * a client that was told another one would come back with it.
   */
  void end(Farewell why) {
    synchronized (wakes) {
      if (farewell == null || why == Farewell.SESSION_INVALID) {
        farewell = why;
      }
    }
    wake();
  }

  @Override
  public void run() {
    try {
      runHolding();
    } finally {
      life.end();
    }
  }

  private void runHolding() {
    try {
      if (sendChanges() && claim(event().setCaughtUp(CaughtUp.getDefaultInstance()))) {
        listen();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Farewell last = farewell;
    if (last != null) {
      sink.send(last.with(cursor.bytes()).toByteArray());
    }
    if (last == Farewell.SESSION_INVALID) {
      throw new CompletionException(
          Failures.refused(Refusal.Reason.SESSION_INVALID, "the session has ended: log in again"));
    }
  }

  private void listen() throws InterruptedException {
    boolean going = true;
    while (going) {
      if (isIdle()) {
        going = claim(event().setHeartbeat(Heartbeat.getDefaultInstance()));
      } else {
        long idle = sentNanos + limits.heartbeat().toNanos() - System.nanoTime();
        going = sendWhatIsNew(Math.max(idle, 0));
      }
    }
  }

  private boolean isIdle() {
    return System.nanoTime() - sentNanos >= limits.heartbeat().toNanos();
  }

  /** Waits until there may be something to send, or so long, and sends it. */
  private boolean sendWhatIsNew(long nanos) throws InterruptedException {
    boolean _ = wakes.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    wakes.drainPermits();
    if (sessions.holds(session)) {
      sessions.renewIfDue(session);
    } else {
      end(Farewell.SESSION_INVALID);
    }
    if (isAged()) {
      end(Farewell.AGED);
    }
    return sendNoted();
  }

  /**
   * Tells the client that it has everything. Another node may lead and acknowledge messages, so
   * this passes a read barrier (rule 8); what was acknowledged before that is sent first. Where the
   * barrier doesn't pass in time, the subscription ends with its cursor.
   */
  private boolean claim(SubscribeResponse.Builder everything) throws InterruptedException {
    CompletableFuture<Long> passed = barrier.next();
    passed.whenComplete((_, _) -> wake());
    long patienceEnds = System.nanoTime() + SharedBarrier.PATIENCE.toNanos();
    boolean going = isGoing();
    while (going && !passed.isDone()) {
      long left = patienceEnds - System.nanoTime();
      if (left <= 0) {
        end(Farewell.NO_READ_BARRIER);
      }
      going = sendWhatIsNew(Math.max(left, 0));
    }
    if (going && passed.isCompletedExceptionally()) {
      end(whyNot(passed.exceptionNow()));
    }
    return going && sendNoted() && send(everything, cursor.position());
  }

  private static Farewell whyNot(Throwable failure) {
    return failure instanceof NotServingException refused
            && refused.reason() == NotServing.NOT_PRIMARY
        ? Farewell.NOT_PRIMARY
        : Farewell.NO_READ_BARRIER;
  }

  /** Sends what is new where something may be; false where the subscription is over. */
  private boolean sendNoted() throws InterruptedException {
    return mayHaveChanges() ? sendChanges() : isGoing();
  }

  /**
   * Whether this stream was told of a change since its last page, or may not have been told of one:
   * the accounts that a change concerns aren't known yet, a look-up of them failed, or another node
   * may have led meanwhile.
   */
  private boolean mayHaveChanges() {
    return changed.get()
        || lookUps.isOpen()
        || lookUps.failures() != failuresSeen
        || node.replication().state().promise() != promiseSeen;
  }

  /** Sends all that is applied by now; false where the subscription is over. */
  private boolean sendChanges() throws InterruptedException {
    changed.set(false); // Before the look: a change that comes from now on is looked for again.
    failuresSeen = lookUps.failures();
    promiseSeen = node.replication().state().promise();
    long through = node.await(reading, () -> node.reader().appliedIndex());
    while (isGoing()) {
      long after = cursor.position();
      ResultPage<ChatReader.Change> found =
          node.await(
              paging,
              () -> node.reader().changes(session.account(), after, through, limits.changesPage()));
      boolean whole = sendPage(found.rows());
      life.answered(0);
      if (!whole) {
        awaitReady();
        continue;
      }
      long covered = found.more() ? found.next() : through;
      cursor = cursor.at(Math.max(covered, cursor.position()));
      if (!found.more()) {
        return true;
      }
    }
    return false;
  }

  /**
   * False where the subscription is over, or the client didn't take all of the page in the time for
   * which a stream may hold one: the rest is dropped, to be read again behind the cursor. Events of
   * one position aren't parted; so where some were sent, the others are kept.
   */
  private boolean sendPage(List<ChatReader.Change> page) throws InterruptedException {
    life.answered(bytesOf(page));
    long heldUntil = System.nanoTime() + limits.reads().pageHeld().toNanos();
    int size = page.size();
    boolean atBoundary = true;
    for (int i = 0; i < size; i++) {
      if (!isReadyBy(heldUntil)) {
        if (atBoundary) {
          return false;
        }
        size = endOfPosition(page, i);
        life.answered(bytesOf(page.subList(i, size)));
        heldUntil = Long.MAX_VALUE;
      }
      long position = page.get(i).position();
      atBoundary = i + 1 == endOfPosition(page, i);
      if (!send(eventOf(page.get(i)), atBoundary ? position : cursor.position())) {
        return false;
      }
    }
    return size == page.size();
  }

  /** Behind the last of the events that have this one's position. */
  private static int endOfPosition(List<ChatReader.Change> page, int index) {
    int end = index + 1;
    while (end < page.size() && page.get(end).position() == page.get(index).position()) {
      end++;
    }
    return end;
  }

  static long bytesOf(List<ChatReader.Change> page) {
    return page.stream().mapToLong(Subscriber::bytesOf).sum();
  }

  /** What an event that waits to be sent takes in memory, about. */
  private static long bytesOf(ChatReader.Change change) {
    return EVENT_BYTES
        + (change instanceof ChatReader.Change.Arrived(ChatReader.Message message)
            ? 2L * message.text().length()
            : 0);
  }

  private static SubscribeResponse.Builder eventOf(ChatReader.Change change) {
    return switch (change) {
      case ChatReader.Change.Arrived(ChatReader.Message message) ->
          event().setMessage(Answers.message(message));
      case ChatReader.Change.Receipt receipt -> event().setReceipt(Answers.receipt(receipt));
      case ChatReader.Change.PeerDeleted deleted ->
          event().setAccountDeleted(Answers.accountDeleted(deleted));
      case ChatReader.Change.Deleted(MessageState.Deletion deletion) ->
          event().setDeletion(Answers.deletion(deletion));
      case ChatReader.Change.GroupChanged(GroupReader.GroupView group, long _) ->
          event().setGroupChanged(GroupChanged.newBuilder().setGroup(Answers.group(group)));
      case ChatReader.Change.GroupLeft(GroupState.Group group, long _) ->
          event()
              .setGroupChanged(
                  GroupChanged.newBuilder().setGroup(Answers.group(group)).setOut(true));
    };
  }

  private static SubscribeResponse.Builder event() {
    return SubscribeResponse.newBuilder();
  }

  /**
   * Sends an event once the client takes it, and only then moves the cursor behind it; false where
   * the subscription is over.
   */
  private boolean send(SubscribeResponse.Builder event, long position) throws InterruptedException {
    awaitReady();
    if (!isGoing()) {
      return false;
    }
    cursor = cursor.at(position);
    sink.send(event.setCursor(cursor.bytes()).build().toByteArray());
    sentNanos = System.nanoTime();
    return true;
  }

  /** Where the client takes nothing for too long, it is sent on. */
  private void awaitReady() throws InterruptedException {
    if (!isReadyWithin(limits.slowReader().toNanos())) {
      end(Farewell.SLOW_READER);
    }
  }

  /** Whether the client takes an event by then, or the subscription is over. */
  private boolean isReadyBy(long nanoTime) throws InterruptedException {
    return nanoTime == Long.MAX_VALUE || isReadyWithin(nanoTime - System.nanoTime());
  }

  private boolean isReadyWithin(long nanos) throws InterruptedException {
    long ends = System.nanoTime() + nanos;
    boolean ready = true;
    boolean woken = false;
    while (ready && isGoing() && !sink.isReady()) {
      long left = ends - System.nanoTime();
      if (left <= 0) {
        ready = false;
      } else if (wakes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        wakes.drainPermits();
        woken = true;
      }
    }
    if (woken) {
      wake(); // It may have been for a change, which whoever reads next must see.
    }
    return ready;
  }

  /** A connection ends with its age; a stream before that, with its cursor. */
  private boolean isAged() {
    return System.nanoTime() - begunNanos >= limits.connections().streamAge().toNanos();
  }

  private boolean isGoing() {
    return farewell == null && !sink.isOver();
  }
}

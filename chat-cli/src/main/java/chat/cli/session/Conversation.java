package chat.cli.session;

import chat.cli.client.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the screen knows of one conversation: a gapless run of its messages up to the newest, those
 * on their way, what is unread, and how far the other side has got.
 */
final class Conversation {
  /** Messages kept while nobody looks at older ones. */
  static final int KEPT = 1_000;

  /** However far somebody scrolls back. */
  static final int KEPT_AT_MOST = 20_000;

  private final String name;
  private final String me;
  private final TreeMap<Long, Entry> settled = new TreeMap<>();
  private final List<Entry> pending = new ArrayList<>();
  private final TreeSet<Long> undeliverable = new TreeSet<>();
  private Unread unread = new Unread();
  private Marks marks = new Marks();
  private String title;
  private final Prompt prompt = new Prompt();
  private long lastUsed;
  private Past past = Past.NOT_ASKED;

  /** What is known of messages older than those that are here. */
  enum Past {
    NOT_ASKED,
    LOADING,
    MORE,
    COMPLETE
  }

  Conversation(String name, String me) {
    this.name = name;
    this.title = name;
    this.me = me;
  }

  String name() {
    return name;
  }

  /** What it is called: the other user's name, or the group's. */
  String title() {
    return title;
  }

  void title(String title) {
    this.title = title;
  }

  Unread unread() {
    return unread;
  }

  /** How far the others have got. */
  Marks marks() {
    return marks;
  }

  /** What is being written to it: switching to another conversation takes nothing away. */
  Prompt prompt() {
    return prompt;
  }

  Past past() {
    return past;
  }

  void past(Past past) {
    this.past = past;
  }

  /** The order of use: greater is later. */
  long lastUsed() {
    return lastUsed;
  }

  void used(long order) {
    lastUsed = order;
  }

  /** Settled by number, then what waits, in the order of sending. */
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>(settled.values());
    all.addAll(pending);
    return all;
  }

  /** Forgets what the cluster told of it. */
  void anew() {
    settled.clear();
    undeliverable.clear();
    unread = new Unread();
    marks = new Marks();
    past = Past.NOT_ASKED;
  }

  /** Whether something that was written here isn't settled yet. */
  boolean isWrittenTo() {
    return !pending.isEmpty() || !prompt.text().isEmpty();
  }

  boolean isEmpty() {
    return settled.isEmpty() && pending.isEmpty();
  }

  long oldestSeq() {
    return settled.isEmpty() ? 0 : settled.firstKey();
  }

  int size() {
    return settled.size() + pending.size();
  }

  /**
   * Takes a message in. A message of one's own that is on its way comes back by the stream before
   * its answer does: then it is settled by that.
   */
  void put(ChatMessage m) {
    settled.put(m.seq(), Entry.settled(m.seq(), m.from(), m.text(), m.timeMillis()));
    if (!m.from().equals(me)) {
      if (m.read()) {
        unread.read(m.seq());
      }
      return;
    }
    marks.all(m.delivered() ? m.seq() : 0, m.read() ? m.seq() : 0);
    if (m.undeliverable()) {
      undeliverable.add(m.seq());
    }
    firstPending(m.text()).ifPresent(pending::remove);
  }

  void forget(List<Long> seqs) {
    seqs.forEach(settled::remove);
    seqs.forEach(unread::forget);
  }

  /** The other side's account is gone: nothing of mine above this got there. */
  void undeliverableAbove(long seq) {
    settled.tailMap(seq, false).values().stream()
        .filter(e -> e.from().equals(me))
        .forEach(e -> undeliverable.add(e.seq()));
  }

  private Optional<Entry> firstPending(String text) {
    return pending.stream()
        .filter(e -> e.stage() != Entry.Stage.REFUSED)
        .findFirst()
        .filter(e -> e.text().equals(text));
  }

  void send(Entry entry) {
    pending.add(entry);
  }

  Optional<Entry> waiting(long ticket) {
    return pending.stream().filter(e -> e.ticket() == ticket).findFirst();
  }

  void acknowledged(Entry waiting, long seq, long timeMillis) {
    pending.remove(waiting);
    settled.putIfAbsent(seq, Entry.settled(seq, waiting.from(), waiting.text(), timeMillis));
  }

  void now(Entry waiting, Entry.Stage stage, String why) {
    pending.replaceAll(e -> e.equals(waiting) ? e.at(stage, why) : e);
  }

  /** It isn't on its way any more: not stored, recalled, or sent by another process. */
  void takeAway(Entry waiting) {
    pending.remove(waiting);
  }

  Optional<Entry> lastRefused() {
    return pending.reversed().stream().filter(e -> e.stage() == Entry.Stage.REFUSED).findFirst();
  }

  Mark mark(Entry e) {
    if (!e.from().equals(me)) {
      return Mark.NONE;
    }
    if (e.seq() == 0) {
      return switch (e.stage()) {
        case WRITING -> Mark.NONE;
        case STORED, SETTLED -> Mark.PENDING;
        case UNDECIDED -> Mark.UNDECIDED;
        case REFUSED -> Mark.REFUSED;
      };
    }
    if (undeliverable.contains(e.seq())) {
      return Mark.UNDELIVERABLE;
    }
    if (e.seq() <= marks.read()) {
      return Mark.READ;
    }
    return e.seq() <= marks.delivered() ? Mark.DELIVERED : Mark.SENT;
  }

  /** Forgets the oldest, which can be loaded again. */
  void trim() {
    while (settled.size() > KEPT) {
      settled.pollFirstEntry();
      past = Past.MORE;
    }
  }
}

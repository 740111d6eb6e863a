package chat.node.chat;

import chat.node.chat.MessageReader.Change;
import chat.node.chat.MessageReader.Conversation;
import chat.node.chat.MessageReader.Message;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Messages, marks and deletions, the plainest way that can be right. Not for two threads. */
final class InMemoryMessages implements MessageState {
  private final InMemoryGroups groups;
  private final Predicate<AccountName> isDeleted;
  private final List<NewMessage> messages = new ArrayList<>();
  private final Map<Side, MarksAt> marks = new HashMap<>();
  private final List<Deletion> deletions = new ArrayList<>();

  private record Side(ConversationId conversation, AccountName by) {}

  private record MarksAt(Marks marks, long position) {}

  /** {@code isDeleted} tells of accounts. */
  InMemoryMessages(InMemoryGroups groups, Predicate<AccountName> isDeleted) {
    this.groups = groups;
    this.isDeleted = isDeleted;
  }

  /** With whom the account has a conversation. */
  List<AccountName> peers(AccountName account) {
    List<AccountName> peers = new ArrayList<>();
    for (NewMessage message : messages) {
      if (message.conversation() instanceof PairId pair && pair.has(account)) {
        peers.add(pair.other(account));
      }
    }
    return peers;
  }

  long sentAfter(ConversationId conversation, AccountName by, long seq) {
    return messages.stream()
        .filter(m -> m.conversation().equals(conversation) && m.from().equals(by))
        .filter(m -> m.seq() > seq)
        .filter(m -> deletions.stream().noneMatch(d -> d.forEveryone() && isOf(d, m)))
        .count();
  }

  private static boolean isOf(Deletion deletion, NewMessage m) {
    return deletion.conversation().equals(m.conversation()) && deletion.seqs().contains(m.seq());
  }

  @Override
  public long lastSeq(ConversationId conversation) {
    return messages.stream().filter(m -> m.conversation().equals(conversation)).count();
  }

  @Override
  public void append(NewMessage message) {
    messages.add(message);
  }

  @Override
  public AccountName sender(ConversationId conversation, long seq) {
    return messages.stream()
        .filter(m -> m.conversation().equals(conversation) && m.seq() == seq)
        .findFirst()
        .orElseThrow()
        .from();
  }

  @Override
  public boolean isVisible(ConversationId conversation, long seq, AccountName name) {
    return deletions.stream()
        .filter(d -> d.conversation().equals(conversation) && d.seqs().contains(seq))
        .noneMatch(d -> d.forEveryone() || d.by().equals(name));
  }

  @Override
  public void delete(Deletion deletion) {
    deletions.add(deletion);
  }

  @Override
  public Marks marks(ConversationId conversation, AccountName by) {
    return marks.getOrDefault(new Side(conversation, by), new MarksAt(Marks.NONE, 0)).marks();
  }

  @Override
  public void putMarks(ConversationId conversation, AccountName by, Marks raised, long position) {
    Side side = new Side(conversation, by);
    long since =
        Optional.ofNullable(marks.get(side))
            .filter(before -> raised.looksLike(before.marks()))
            .map(MarksAt::position)
            .orElse(position);
    marks.put(side, new MarksAt(raised, since));
  }

  @Override
  public long unread(AccountName name) {
    return unreadBy(name).stream().filter(m -> m.conversation() instanceof PairId).count();
  }

  @Override
  public long unread(PairId conversation, AccountName name) {
    return unreadBy(name).stream().filter(m -> m.conversation().equals(conversation)).count();
  }

  long unreadCount(AccountName account) {
    return unreadBy(account).size();
  }

  private List<Message> unreadBy(AccountName account) {
    if (isDeleted.test(account)) {
      return List.of();
    }
    return seenBy(account).stream()
        .filter(m -> m.conversation() instanceof PairId || !m.from().equals(account))
        .filter(m -> m.to().equals(account.value()) || m.conversation() instanceof GroupId)
        .filter(m -> marks(m.conversation(), account).readSeq() < m.seq())
        .toList();
  }

  ResultPage<Message> inbox(AccountName account, long afterPosition, int limit) {
    return InMemoryPages.of(
        unreadBy(account).stream().filter(m -> m.position() > afterPosition).toList(),
        limit,
        Message::position);
  }

  ResultPage<Message> messages(
      AccountName viewer, ConversationId conversation, long afterSeq, long beforeSeq, int limit) {
    long before = beforeSeq == 0 ? Long.MAX_VALUE : beforeSeq;
    List<Message> all =
        seenBy(viewer).stream()
            .filter(m -> m.conversation().equals(conversation))
            .filter(m -> m.seq() > afterSeq && m.seq() < before)
            .toList();
    int excess = Math.max(0, all.size() - limit);
    if (excess == 0) {
      return ResultPage.last(all);
    }
    return afterSeq > 0
        ? new ResultPage<>(all.subList(0, limit), true, all.get(limit - 1).seq())
        : new ResultPage<>(all.subList(excess, all.size()), true, all.get(excess).seq());
  }

  /** All that the account sees, by position. */
  private List<Message> seenBy(AccountName viewer) {
    return messages.stream()
        .filter(m -> takesPart(viewer, m))
        .filter(m -> isVisible(m.conversation(), m.seq(), viewer))
        .map(m -> view(m, viewer))
        .toList();
  }

  private boolean takesPart(AccountName viewer, NewMessage m) {
    return switch (m.conversation()) {
      case PairId pair -> pair.has(viewer);
      case GroupId group ->
          groups.member(group, viewer).filter(k -> k.joinedSeq() <= m.seq()).isPresent();
    };
  }

  private Message view(NewMessage m, AccountName viewer) {
    List<AccountName> recipients =
        switch (m.conversation()) {
          case PairId pair -> List.of(pair.other(m.from()));
          case GroupId group ->
              groups.members(group).stream()
                  .filter(k -> k.joinedSeq() <= m.seq() && !k.name().equals(m.from()))
                  .map(GroupState.Member::name)
                  .toList();
        };
    boolean own = m.from().equals(viewer) && !recipients.contains(viewer);
    List<AccountName> asked =
        own || m.conversation() instanceof PairId ? recipients : List.of(viewer);
    return new Message(
        m.conversation(),
        m.seq(),
        m.from(),
        m.text(),
        m.timeMillis(),
        m.position(),
        asked.stream().allMatch(r -> marks(m.conversation(), r).deliveredSeq() >= m.seq()),
        asked.stream()
            .map(r -> marks(m.conversation(), r))
            .allMatch(k -> (own ? k.shownSeq() : k.readSeq()) >= m.seq()),
        m.conversation() instanceof PairId
            && isDeleted.test(recipients.getFirst())
            && marks(m.conversation(), recipients.getFirst()).deliveredSeq() < m.seq());
  }

  ResultPage<Conversation> conversations(AccountName account, long before, int limit) {
    Set<ConversationId> ids = new HashSet<>(groups.groupsOf(account));
    messages.stream().filter(m -> takesPart(account, m)).forEach(m -> ids.add(m.conversation()));
    return InMemoryPages.of(
        ids.stream()
            .map(id -> conversation(account, id))
            .filter(c -> c.order() < before)
            .sorted(Comparator.comparingLong(Conversation::order).reversed())
            .toList(),
        limit,
        Conversation::order);
  }

  private Conversation conversation(AccountName account, ConversationId id) {
    Optional<Message> last = messages(account, id, 0, 0, 1).rows().stream().findFirst();
    long newest =
        messages.stream()
            .filter(m -> m.conversation().equals(id))
            .mapToLong(NewMessage::position)
            .max()
            .orElse(0);
    long joined =
        id instanceof GroupId group
            ? groups.member(group, account).orElseThrow().joinedPosition()
            : 0;
    String name =
        switch (id) {
          case PairId pair -> pair.other(account).value();
          case GroupId group -> groups.group(group).orElseThrow().name();
        };
    long unread = unreadBy(account).stream().filter(m -> m.conversation().equals(id)).count();
    return new Conversation(
        id, Math.max(newest, joined), name, lastSeq(id), unread, last, marks(id, account));
  }

  ResultPage<Message> search(
      AccountName account,
      SearchQuery query,
      Optional<ConversationId> within,
      long beforePosition,
      int limit) {
    return InMemoryPages.of(
        seenBy(account).reversed().stream()
            .filter(m -> within.isEmpty() || within.get().equals(m.conversation()))
            .filter(m -> m.position() < beforePosition)
            .filter(m -> query.terms().stream().allMatch(term -> holds(m.text(), term)))
            .toList(),
        limit,
        Message::position);
  }

  private static boolean holds(String text, SearchQuery.Term term) {
    List<String> words = words(text);
    List<String> wanted = words(term.words());
    for (int at = 0; at + wanted.size() <= words.size(); at++) {
      List<String> here = words.subList(at, at + wanted.size());
      int last = wanted.size() - 1;
      if (here.subList(0, last).equals(wanted.subList(0, last))
          && (term.prefix()
              ? here.get(last).startsWith(wanted.get(last))
              : here.get(last).equals(wanted.get(last)))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> words(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(plain.split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()).toList();
  }

  /** Messages, receipts and deletions that the account hears of, in no order. */
  List<Change> changes(AccountName account) {
    List<Change> changes = new ArrayList<>();
    messages.stream()
        .filter(m -> heard(account, m))
        .filter(m -> isVisible(m.conversation(), m.seq(), account))
        .forEach(m -> changes.add(new Change.Arrived(view(m, account))));
    marks.forEach(
        (side, at) -> {
          boolean hears =
              switch (side.conversation()) {
                case PairId pair -> pair.other(side.by()).equals(account);
                case GroupId group ->
                    !side.by().equals(account) && groups.wasThere(group, account, at.position());
              };
          if (hears) {
            changes.add(
                new Change.Receipt(
                    side.conversation(),
                    side.by(),
                    at.marks().deliveredSeq(),
                    at.marks().shownSeq(),
                    at.position()));
          }
        });
    deletions.stream()
        .filter(d -> hears(account, d))
        .map(Change.Deleted::new)
        .forEach(changes::add);
    return changes;
  }

  private boolean heard(AccountName account, NewMessage m) {
    return switch (m.conversation()) {
      case PairId pair -> pair.has(account);
      case GroupId group -> groups.wasThere(group, account, m.position());
    };
  }

  private boolean hears(AccountName account, Deletion d) {
    if (!d.forEveryone()) {
      return d.by().equals(account);
    }
    return switch (d.conversation()) {
      case PairId pair -> pair.has(account);
      case GroupId group -> groups.wasThere(group, account, d.position());
    };
  }

  Object contents() {
    return List.of(messages, marks, deletions);
  }
}

package chat.cli.session;

import chat.cli.client.ChatEvent;
import chat.cli.client.ChatMessage;
import chat.cli.client.ConversationId;
import chat.cli.client.GroupCalls;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the cluster tells of conversations: what is new, and pages of what was. */
final class News {
  private final Desk desk;
  private final Viewport viewport;

  News(Desk desk, Viewport viewport) {
    this.desk = desk;
    this.viewport = viewport;
  }

  private String me() {
    return desk.settings.me();
  }

  void arrived(ChatMessage m) {
    Conversation c = desk.conversations.named(ConversationId.with(me(), m.conversation()));
    boolean looking = desk.isOpen(c) && desk.focused && desk.isAtBottom();
    if (!m.from().equals(me()) && !m.read()) {
      c.unread().arrived(m.seq());
      if (!looking && desk.isLive()) {
        desk.ask(new Request.Ring());
      }
      if (desk.isOpen(c) && !looking && desk.firstNew == 0) {
        desk.firstNew = m.seq();
      }
    }
    c.put(m);
    desk.conversations.used(c);
    if (desk.isOpen(c) && desk.scroll > 0) {
      desk.scroll += viewport.history(c).lastBlock();
    }
    if (!desk.isOpen(c) || desk.scroll == 0) {
      c.trim();
    }
  }

  void told(ChatEvent event) {
    switch (event) {
      case ChatEvent.Receipt r -> inConversation(r.conversation(), c -> receipt(c, r));
      case ChatEvent.Deletion d -> inConversation(d.conversation(), c -> c.forget(d.seqs()));
      case ChatEvent.GroupChanged(var group, var out) -> group(group, out);
      case ChatEvent.AccountDeleted d -> {
        inConversation(d.conversation(), c -> c.undeliverableAbove(d.deliveredSeq()));
        String lost = d.undeliverable() == 0 ? "" : "; undeliverable: " + d.undeliverable();
        desk.say(d.name() + " deleted the account" + lost, Tone.BAD);
      }
    }
  }

  private void inConversation(String id, Consumer<Conversation> what) {
    desk.conversations.find(ConversationId.with(me(), id)).ifPresent(what);
  }

  private void receipt(Conversation c, ChatEvent.Receipt r) {
    if (r.by().equals(me())) {
      c.unread().read(r.readSeq());
      if (c.unread().isCounted()) {
        // Read elsewhere, and not all of it: how much is left is the server's to say.
        desk.ask(new Request.AskConversations());
      }
    } else {
      c.marks().of(r.by(), r.deliveredSeq(), r.readSeq());
    }
  }

  private void group(GroupCalls.Group group, boolean out) {
    Conversation c = desk.conversations.named(group.id());
    if (out) {
      desk.conversations.remove(c);
      desk.say("you are no longer in " + c.title(), Tone.BAD);
      return;
    }
    c.title("#" + group.name());
    c.marks()
        .others(
            group.members().stream()
                .map(GroupCalls.Member::name)
                .filter(n -> !n.equals(me()))
                .collect(Collectors.toSet()));
  }

  void page(Input.Page page) {
    Conversation c = desk.conversations.named(page.name());
    page.messages().forEach(c::put);
    c.past(page.more() ? Conversation.Past.MORE : Conversation.Past.COMPLETE);
  }

  void pageFailed(Input.PageFailed failed) {
    Optional<Conversation> known = desk.conversations.find(failed.name());
    if (known.isEmpty()) {
      return;
    }
    Conversation c = known.get();
    if (failed.reason() != Input.PageFailed.Reason.AWAY && c.isEmpty()) {
      desk.conversations.remove(c);
      desk.say(noSuch(failed), Tone.BAD);
      return;
    }
    c.past(c.isEmpty() ? Conversation.Past.NOT_ASKED : Conversation.Past.MORE);
    desk.say("messages can't be loaded: " + failed.why(), Tone.BAD);
  }

  private static String noSuch(Input.PageFailed failed) {
    return failed.reason() == Input.PageFailed.Reason.UNKNOWN
            && !ConversationId.isGroup(failed.name())
        ? "nobody is called %s; see /users".formatted(failed.name())
        : "%s can't be opened: %s".formatted(failed.name(), failed.why());
  }
}

package chat.node.chat;

import chat.node.chat.AccountCommand.Block;
import chat.node.chat.AccountCommand.ChangePassword;
import chat.node.chat.AccountCommand.DeleteAccount;
import chat.node.chat.AccountCommand.Logout;
import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.AccountCommand.Register;
import chat.node.chat.AccountCommand.RenewSession;
import chat.node.chat.AccountCommand.RevokeSession;
import chat.node.chat.AccountCommand.Unblock;
import chat.node.chat.Command.Stamp;
import chat.node.chat.MessageCommand.Delete;
import chat.node.chat.MessageCommand.Mark;
import chat.node.chat.MessageCommand.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Commands for tests: by hand with short words, or many by a seed. */
public final class Commands {
  private static final String[] TEXTS = {
    "hi", " ", "grüß dich", "日本語", "👩‍👩‍👧 family", "a\nb\tc", "zero\0inside", "x".repeat(3000)
  };

  private Commands() {}

  public static AccountName name(String name) {
    return new AccountName(name);
  }

  public static RequestId id(long number) {
    return new RequestId(new UUID(0, number));
  }

  public static TokenHash token(long number) {
    return TokenHash.of(new byte[] {(byte) number, (byte) (number >>> 8)});
  }

  public static Stamp stamp(long id, String... asked) {
    return new Stamp(id(id), Fingerprint.of("test", asked), 1000 + id);
  }

  public static Register register(long id, String name) {
    return new Register(stamp(id, "register", name), name(name), "$argon2id$of-" + name);
  }

  public static Send send(long id, String from, String to, String text) {
    return new Send(stamp(id, "send", to, text), name(from), name(to), text);
  }

  public static Mark mark(long id, String by, String conversation, long delivered, long read) {
    return new Mark(
        stamp(id, "mark", conversation, delivered + "/" + read),
        name(by),
        ConversationId.parse(conversation),
        delivered,
        read,
        false);
  }

  public static Mark markHidden(long id, String by, String conversation, long read) {
    return new Mark(
        stamp(id, "mark hidden", conversation, "" + read),
        name(by),
        ConversationId.parse(conversation),
        0,
        read,
        true);
  }

  public static Delete delete(
      long id, String by, String conversation, boolean forEveryone, Long... seqs) {
    return new Delete(
        stamp(id, "delete", conversation, forEveryone + List.of(seqs).toString()),
        name(by),
        ConversationId.parse(conversation),
        List.of(seqs),
        forEveryone);
  }

  public static OpenSession open(long id, String name, long token, long expires) {
    return new OpenSession(
        stamp(id, "open", name + token),
        name(name),
        token(token),
        "a test",
        expires,
        OpenSession.UNNAMED);
  }

  public static Logout logout(long id, String name, long token, boolean all) {
    return new Logout(stamp(id, "logout", name + token + all), name(name), token(token), all);
  }

  public static ChangePassword changePassword(
      long id, String name, long token, long passwordPosition, boolean endOthers) {
    return new ChangePassword(
        stamp(id, "change", name + token + endOthers),
        name(name),
        "$argon2id$of-" + name + "-" + id,
        passwordPosition,
        token(token),
        endOthers);
  }

  public static RevokeSession revoke(long id, String name, long token) {
    return new RevokeSession(
        stamp(id, "revoke", name + token), name(name), token(token).sessionId());
  }

  public static DeleteAccount delete(long id, String name) {
    return new DeleteAccount(stamp(id, "delete", name), name(name));
  }

  public static Block block(long id, String name, String whom) {
    return new Block(stamp(id, "block", name, whom), name(name), name(whom));
  }

  public static Unblock unblock(long id, String name, String whom) {
    return new Unblock(stamp(id, "unblock", name, whom), name(name), name(whom));
  }

  public static RenewSession renew(long id, String name, long token, long expires) {
    return new RenewSession(stamp(id, "renew", name + token), name(name), token(token), expires);
  }

  /**
   * A history of few users in which everything occurs: refusals of each kind, repeated requests
   * near and far, reused ids, conversations with oneself, marks that fall, sessions that end.
   */
  public static List<Command> random(long seed, int count) {
    Random random = new Random(seed);
    List<Command> commands = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      if (i == count / 3) {
        commands.add(later(raise(i, Rules.NEWEST), i)); // The first third is of older rules.
        continue;
      }
      boolean repeats = i > 1 && random.nextInt(6) == 0;
      commands.add(
          repeats
              ? later(commands.get(random.nextInt(commands.size())), i)
              : fresh(random, random.nextInt(40) == 0 ? random.nextInt(i) : i, i));
    }
    return commands;
  }

  public static ClusterCommand.RaiseRules raise(long id, int rules) {
    return new ClusterCommand.RaiseRules(stamp(id, "raise", "" + rules), rules);
  }

  private static Command fresh(Random random, long id, long now) {
    String me = user(random);
    return later(random.nextInt(5) == 0 ? account(random, id, me) : fresh(random, id, me), now);
  }

  private static Command fresh(Random random, long id, String me) {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    long group = 1 + random.nextInt(3);
    return switch (random.nextInt(24)) {
      case 0, 1 -> register(id, me);
      case 2, 3 -> open(id, me, random.nextInt(6), 1000 + id + random.nextInt(60));
      case 4 -> renew(id, me, random.nextInt(6), 1000 + id + random.nextInt(60));
      case 5, 6, 7 ->
          mark(id, me, conversation(random, me), random.nextInt(12), random.nextInt(12));
      case 8 -> markHidden(id, me, conversation(random, me), random.nextInt(12));
      case 9, 10 -> {
        long seq = 1 + random.nextInt(10);
        yield delete(
            id,
            me,
            conversation(random, me),
            random.nextBoolean(),
            seq,
            seq + random.nextInt(2) + 1);
      }
      case 11 -> GroupCommands.create(id, me, "group " + id, user(random), user(random));
      case 12 -> GroupCommands.rename(id, me, group, "name " + random.nextInt(3));
      case 13, 14 -> GroupCommands.add(id, me, group, user(random));
      case 15 -> GroupCommands.remove(id, me, group, user(random));
      case 16 -> random.nextInt(3) == 0 ? GroupCommands.leave(id, me, group) : register(id, me);
      case 17, 18, 19 -> GroupCommands.post(id, me, group, text);
      default -> send(id, me, user(random), text);
    };
  }

  private static Command account(Random random, long id, String me) {
    long token = random.nextInt(6);
    return switch (random.nextInt(9)) {
      case 0 -> logout(id, me, token, random.nextBoolean());
      case 1, 2 -> changePassword(id, me, token, random.nextInt(30), random.nextBoolean());
      case 3 -> revoke(id, me, token);
      case 4, 5 -> block(id, me, user(random));
      case 6 -> unblock(id, me, user(random));
      case 7 -> random.nextInt(3) > 0 ? block(id, me, user(random)) : delete(id, me);
      default ->
          random.nextBoolean()
              ? new ClusterCommand.Backup(stamp(id, "backup"), name(me))
              : new ClusterCommand.Switchover(stamp(id, "switch"), name(me), "chat-1", id);
    };
  }

  private static String conversation(Random random, String me) {
    return random.nextInt(3) == 0
        ? "#" + (1 + random.nextInt(3))
        : ConversationId.of(name(me), name(user(random))).toString();
  }

  private static String user(Random random) {
    return String.valueOf((char) ('a' + random.nextInt(5)));
  }

  /** The same request at a later time, as a retry brings it. */
  public static Command later(Command command, long now) {
    Stamp old = command.stamp();
    Stamp stamp = new Stamp(old.requestId(), old.fingerprint(), 1000 + now);
    return switch (command) {
      case AccountCommand account -> AccountCommands.with(stamp, account);
      case ClusterCommand.Switchover c ->
          new ClusterCommand.Switchover(stamp, c.scope(), c.to(), c.epoch());
      case ClusterCommand.Backup c -> new ClusterCommand.Backup(stamp, c.scope());
      case ClusterCommand.RaiseRules c -> new ClusterCommand.RaiseRules(stamp, c.rules());
      case MessageCommand message -> MessageCommands.with(stamp, message);
      case GroupCommand group -> GroupCommands.with(stamp, group);
    };
  }
}

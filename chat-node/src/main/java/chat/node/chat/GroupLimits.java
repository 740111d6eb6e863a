package chat.node.chat;

/**
 * The bounds of groups. Part of applying a command, hence the same on every replica and not
 * configurable.
 *
 * @param members of a group, its owner included
 * @param groupsPerAccount that one account may belong to at a time: what its stream reads through
 */
public record GroupLimits(int members, int groupsPerAccount) {
  /** Of a group's name, in code points. */
  public static final int NAME_LENGTH = 64;

  /** Unread messages of one group that are counted; beyond, the count stays. */
  public static final int UNREAD_COUNTED = 10_000;

  public static final GroupLimits DEFAULTS = new GroupLimits(100, 200);
}

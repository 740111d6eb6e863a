package chat.node.chat;

/**
 * A line of the audit log, which is part of the state: the same on every replica, and as lasting as
 * what it tells of.
 *
 * @param actor the account that did it
 * @param action what was done, a word in lower case
 * @param subject what it was done to; may be empty
 */
public record AuditEntry(
    long position, long timeMillis, AccountName actor, String action, String subject) {}

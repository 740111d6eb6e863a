package chat.node.chat;

import java.util.Optional;

/**
 * A line of the audit log, which is part of the state: the same on every replica, and as lasting as
 * what it tells of.
 *
 * @param actor the account that did it; empty for the cluster itself
 * @param action what was done, a word in lower case
 * @param subject what it was done to; may be empty
 */
public record AuditEntry(
    long position, long timeMillis, Optional<AccountName> actor, String action, String subject) {}

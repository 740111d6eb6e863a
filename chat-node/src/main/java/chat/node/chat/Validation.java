package chat.node.chat;

import chat.node.chat.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Checks what a caller sent, before the log. Each gives why it can't be taken, or nothing. A
 * password never comes back in a refusal.
 */
public record Validation(Limits limits) {

  public Optional<Refusal> name(String name) {
    return refuseUnless(
        AccountName.isValid(name),
        Reason.INVALID_NAME,
        "a name has 1 to %d of a-z 0-9 . _ -, the first a letter or digit"
            .formatted(AccountName.MAX_LENGTH));
  }

  public Optional<Refusal> password(String password) {
    int length = password.codePointCount(0, password.length());
    return refuseUnless(
        isWellFormed(password)
            && length >= limits.passwordMinLength()
            && length <= limits.passwordMaxLength(),
        Reason.INVALID_PASSWORD,
        "a password has %d to %d characters"
            .formatted(limits.passwordMinLength(), limits.passwordMaxLength()));
  }

  public Optional<Refusal> requestId(byte[] requestId) {
    return refuseUnless(
        requestId.length == RequestId.BYTES,
        Reason.INVALID_REQUEST_ID,
        "a request id has %d bytes, not %d".formatted(RequestId.BYTES, requestId.length));
  }

  public Optional<Refusal> token(byte[] token) {
    return refuseUnless(
        token.length == TokenHash.TOKEN_BYTES,
        Reason.INVALID_TOKEN,
        "a session token has %d bytes, not %d".formatted(TokenHash.TOKEN_BYTES, token.length));
  }

  /** The text of a message: anything but nothing, blanks and control characters included. */
  public Optional<Refusal> text(String text) {
    if (text.isEmpty()) {
      return Optional.of(new Refusal(Reason.TEXT_EMPTY, "the message has no text"));
    }
    // A character is one byte at least: a huge text isn't encoded only to be refused.
    int bytes =
        text.length() > limits.messageBytes()
            ? text.length()
            : text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.messageBytes()) {
      return Optional.of(
          new Refusal(
              Reason.TEXT_TOO_LARGE,
              "the message is larger than %d bytes".formatted(limits.messageBytes())));
    }
    return refuseUnless(
        isWellFormed(text), Reason.INVALID_ARGUMENT, "the message isn't well-formed Unicode");
  }

  /** The label of a session; may be empty. */
  public Optional<Refusal> client(String client) {
    return refuseUnless(
        isWellFormed(client) && client.codePointCount(0, client.length()) <= limits.clientLength(),
        Reason.INVALID_ARGUMENT,
        "a client's label has at most %d characters".formatted(limits.clientLength()));
  }

  /** The public handle of a session. */
  public Optional<Refusal> sessionId(String sessionId) {
    return refuseUnless(
        TokenHash.isSessionId(sessionId),
        Reason.INVALID_ARGUMENT,
        "a session's id has %d digits of 0-9 a-f".formatted(TokenHash.SESSION_ID_DIGITS));
  }

  /** A pattern of names; empty for all. */
  public Optional<Refusal> pattern(String pattern) {
    return refuseUnless(
        isWellFormed(pattern) && pattern.length() <= limits.patternLength(),
        Reason.INVALID_ARGUMENT,
        "a pattern has at most %d characters".formatted(limits.patternLength()));
  }

  public Optional<Refusal> conversation(String conversation) {
    return refuseUnless(
        ConversationId.isValid(conversation),
        Reason.INVALID_ARGUMENT,
        "a conversation is two names in order, joined by a colon, or a group as in #7");
  }

  /** Whom a message goes to: a name, or a group. */
  public Optional<Refusal> recipient(String to) {
    return GroupId.isValid(to) ? Optional.empty() : name(to);
  }

  public Optional<Refusal> group(String id) {
    return refuseUnless(GroupId.isValid(id), Reason.INVALID_ARGUMENT, "a group is named as in #7");
  }

  public Optional<Refusal> groupName(String name) {
    return refuseUnless(
        isWellFormed(name)
            && !name.isBlank()
            && name.codePointCount(0, name.length()) <= GroupLimits.NAME_LENGTH
            && name.codePoints().noneMatch(Character::isISOControl),
        Reason.INVALID_GROUP_NAME,
        "a group's name has 1 to %d characters, none of them a control character"
            .formatted(GroupLimits.NAME_LENGTH));
  }

  /** The members of a new group, beside its maker; whether they exist is judged later. */
  public Optional<Refusal> members(List<String> names) {
    if (names.size() >= GroupLimits.DEFAULTS.members()) {
      return Optional.of(
          new Refusal(
              Reason.GROUP_FULL,
              "a group has at most %d members".formatted(GroupLimits.DEFAULTS.members())));
    }
    return names.stream().map(this::name).flatMap(Optional::stream).findFirst();
  }

  /** What may be deleted at once. */
  public Optional<Refusal> deletedSeqs(List<Long> seqs) {
    return refuseUnless(
        !seqs.isEmpty()
            && seqs.size() <= MessageCommand.Delete.MAX_SEQS
            && seqs.stream().allMatch(seq -> seq > 0),
        Reason.INVALID_ARGUMENT,
        "a deletion names 1 to %d seqs".formatted(MessageCommand.Delete.MAX_SEQS));
  }

  /** What may be marked: at least one of the two, neither below zero. */
  public Optional<Refusal> marks(long deliveredSeq, long readSeq) {
    return refuseUnless(
        deliveredSeq >= 0 && readSeq >= 0 && (deliveredSeq > 0 || readSeq > 0),
        Reason.INVALID_ARGUMENT,
        "a mark names the seq that was delivered or read");
  }

  /** A bound of a page by seq; 0 for none. */
  public Optional<Refusal> seqBound(long seq) {
    return refuseUnless(seq >= 0, Reason.INVALID_ARGUMENT, "a seq isn't negative");
  }

  /** The size of a page that a caller asked for; 0 for the default. */
  public Optional<Refusal> pageSize(int wished) {
    return refuseUnless(wished >= 0, Reason.INVALID_ARGUMENT, "a page size isn't negative");
  }

  /** How many entries the page gets: never more than the largest page, whatever was wished. */
  public int entriesOfPage(int wished) {
    return wished == 0 ? limits.pageDefault() : Math.min(wished, limits.pageMax());
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static Optional<Refusal> refuseUnless(boolean good, Reason reason, String detail) {
    return good ? Optional.empty() : Optional.of(new Refusal(reason, detail));
  }
}

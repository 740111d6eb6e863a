package chat.node.chat;

/**
 * Why the chat said no: an expected failure, told to the caller. {@code detail} is a sentence for a
 * person, without secrets.
 */
public record Refusal(Reason reason, String detail) {

  public enum Reason {
    INVALID_NAME,
    INVALID_PASSWORD,
    INVALID_REQUEST_ID,
    INVALID_TOKEN,
    INVALID_ARGUMENT,
    INVALID_GROUP_NAME,
    SEARCH_QUERY_INVALID,
    TEXT_EMPTY,
    TEXT_TOO_LARGE,
    NAME_TAKEN,
    USER_NOT_FOUND,
    USER_DELETED,
    BLOCKED,
    TOO_MANY_BLOCKED,
    SESSION_NOT_FOUND,
    NOT_OPERATOR,
    BACKUP_REPEATED,
    OPERATOR_CODE_REQUIRED,
    NODE_NOT_FOUND,
    CONVERSATION_NOT_FOUND,
    MESSAGE_NOT_FOUND,
    NOT_SENDER,
    NOT_OWNER,
    GROUP_FULL,
    TOO_MANY_GROUPS,
    SEQ_BEYOND_END,
    WRONG_CREDENTIALS,
    SESSION_INVALID,
    REQUEST_ID_REUSED,
    MAILBOX_FULL,
    CURSOR_INVALID,
    RATE_LIMITED
  }
}

package chat.node.grpc;

import chat.node.chat.Refusal;
import chat.node.replica.NotServing;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of errors in {@code docs/reference/errors.md}: statuses, reasons and pauses as the code
 * tells them, with a sentence for each.
 */
final class ErrorReference {
  /** By name: the test says so where one is missing. */
  private static final Map<String, Words> REFUSALS =
      Map.ofEntries(
          entry("INVALID_NAME", "the name has a wrong form", "1 to 32 of `a-z 0-9 . _ -`"),
          entry("INVALID_PASSWORD", "the password is too short or long", "choose another"),
          entry("INVALID_REQUEST_ID", "a request id has 16 bytes", "mend the client"),
          entry(
              "INVALID_TOKEN",
              "the session token has a wrong length, or was used before",
              "log in with a new one"),
          entry(
              "INVALID_ARGUMENT",
              "a field makes no sense; the message says which",
              "mend the request"),
          entry("TEXT_EMPTY", "a message needs a text", "don't send it"),
          entry("TEXT_TOO_LARGE", "the text is over the limit of bytes", "split it"),
          entry(
              "NAME_TAKEN", "the name is in use, or was: names are never freed", "choose another"),
          entry("USER_NOT_FOUND", "nobody has that name", "look in `ListUsers`"),
          entry(
              "USER_DELETED", "that user deleted their account; history remains", "nothing helps"),
          entry("BLOCKED", "one of the two blocks the other", "wait to be unblocked"),
          entry("TOO_MANY_BLOCKED", "the list of blocked users is full", "unblock somebody"),
          entry(
              "SESSION_NOT_FOUND",
              "the account has no such session, or it ended",
              "look in `ListSessions`"),
          entry(
              "NOT_OPERATOR",
              "the account isn't among the cluster's operators",
              "see `chat.operators`"),
          entry(
              "OPERATOR_CODE_REQUIRED",
              "the name is an operator's, and no or a wrong operator code came with it",
              "register with the code of `chat.operator.code`"),
          entry(
              "BACKUP_REPEATED",
              "the backup of this request id is noted; its copy isn't kept",
              "ask again with a new request id"),
          entry(
              "NODE_NOT_FOUND",
              "no such node is in sync, or it leads already",
              "look in `GetStatus`"),
          entry(
              "CONVERSATION_NOT_FOUND", "the caller has no such conversation", "look at its name"),
          entry("SEQ_BEYOND_END", "a mark beyond the newest message", "mark what was received"),
          entry(
              "WRONG_CREDENTIALS",
              "an unknown name and a wrong password look alike; failures are slowed",
              "ask for the password again"),
          entry("SESSION_INVALID", "no session came with the call, or it has ended", "log in"),
          entry(
              "REQUEST_ID_REUSED",
              "this id was used for another request",
              "a new id for each request"),
          entry(
              "MAILBOX_FULL",
              "the recipient has too much unread",
              "send it later: nothing was stored"),
          entry(
              "CURSOR_INVALID",
              "this cluster gave out no such cursor or page",
              "begin without one"),
          entry(
              "RATE_LIMITED",
              "more than a limit of calls allows",
              "wait as long as RetryInfo says"),
          entry("INVALID_GROUP_NAME", "the group's name has a wrong form", "choose another"),
          entry("SEARCH_QUERY_INVALID", "the query can't be read", "see the rules of `Search`"),
          entry(
              "MESSAGE_NOT_FOUND",
              "the conversation has no such message, or it was deleted",
              "look at its seq"),
          entry(
              "NOT_SENDER",
              "only who sent a message deletes it for everybody",
              "delete it for yourself"),
          entry("NOT_OWNER", "only the group's owner may do that", "ask the owner"),
          entry(
              "GROUP_FULL",
              "the group has as many members as a group may have",
              "remove somebody, or make another group"),
          entry("TOO_MANY_GROUPS", "the account is in as many groups as one may be", "leave one"));

  private static Map.Entry<String, Words> entry(String reason, String meaning, String advice) {
    return Map.entry(reason, new Words(meaning, advice));
  }

  private static Words words(Refusal.Reason reason) {
    Words words = REFUSALS.get(reason.name());
    if (words == null) {
      throw new AssertionError("the reference says nothing of " + reason);
    }
    return words;
  }

  private ErrorReference() {}

  /** What one reason means, and what a caller does about it. */
  record Words(String meaning, String advice) {}

  /** One way in which a client may meet a reason. */
  record Entry(Failure failure, Words words) {
    Errors.Told told() {
      return Errors.tell(failure);
    }

    String reason() {
      Errors.Told told = told();
      return Errors.reasonIn(told.status(), told.trailers()).orElseThrow();
    }

    String line() {
      Errors.Told told = told();
      return "| `%s` | `%s` | %s | %s | %s |"
          .formatted(
              told.status().getCode(),
              reason(),
              retryOf(told).map(pause -> pause.toMillis() + " ms").orElse("–"),
              words.meaning(),
              words.advice());
    }
  }

  /** Every reason, in the order in which the page has them. */
  static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Refusal.Reason reason : Refusal.Reason.values()) {
      Failure failure =
          reason == Refusal.Reason.RATE_LIMITED
              ? new Failure.Limited("", Duration.ofMillis(5))
              : new Failure.Refused(new Refusal(reason, ""));
      entries.add(new Entry(failure, words(reason)));
    }
    entries.add(
        new Entry(
            new Failure.ForeignCursor(),
            new Words(
                "the cursor is of another history of this cluster, as after a restore",
                "subscribe without one, then fetch by conversation and seq (`ListMessages`)")));
    entries.add(
        new Entry(
            new Failure.TooExpensive(),
            new Words(
                "the query was interrupted: answering takes longer than a query may",
                "ask for less: longer words, one conversation, a smaller page")));
    entries.add(
        new Entry(
            new Failure.AnotherCluster("a", "b"),
            new Words(
                "`chat-cluster` names another cluster; nothing else was looked at",
                "reach the right one; after a restore log in again")));
    for (NotServing reason : NotServing.values()) {
      entries.add(new Entry(new Failure.NotTaken(reason), words(reason)));
    }
    entries.add(
        new Entry(
            new Failure.NoPrimary(""),
            new Words(
                "nobody could serve within the call's deadline; the message says who is waited for",
                "retry, here or at another node")));
    entries.add(
        new Entry(
            new Failure.Starting(),
            new Words(
                "this node was in the cluster before, has just started, and doesn't know the primary yet",
                "ask another node; alone, retry")));
    entries.add(
        new Entry(new Failure.Ending(), new Words("this node is stopping", "ask another node")));
    entries.add(
        new Entry(
            new Failure.LinkLost(false),
            new Words(
                "the link from this node to the primary broke before anything was changed",
                "retry; begin a download again")));
    entries.add(
        new Entry(
            new Failure.Unknown(""),
            new Words(
                "it may have been applied, or may be yet",
                "retry with the **same** request id until an answer settles it")));
    entries.add(
        new Entry(
            new Failure.Unexpected(new AssertionError("for the reference")),
            new Words(
                "a fault of ours; the message has an incident number",
                "tell the operators the number: the node's log has the rest")));
    return entries;
  }

  private static Words words(NotServing reason) {
    return switch (reason) {
      case NOT_PRIMARY ->
          new Words("a forwarded call met a node that leads no more", "retry: another leads");
      case RECOVERING ->
          new Words("the primary brings the others to its log", "retry: it takes a moment");
      case HANDING_OVER -> new Words("the primary is handing over", "retry: it takes a moment");
      case OVERLOADED -> new Words("more is in flight than the node takes", "retry more slowly");
      case COMMIT_STALLED ->
          new Words(
              "entries wait, and none was committed for 5 s; the message says for whom it waits",
              "retry; operators: look at that member, and at the Kubernetes API");
      case HALTED ->
          new Words("the node has stopped for good", "ask another; operators: see its log");
    };
  }

  static Optional<Duration> retryOf(Errors.Told told) {
    for (var detail :
        StatusProto.fromStatusAndTrailers(told.status(), told.trailers()).getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        try {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return Optional.of(Duration.ofSeconds(delay.getSeconds()).plusNanos(delay.getNanos()));
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    return Optional.empty();
  }
}

package chat.node.grpc;

import chat.node.chat.Refusal;
import chat.node.replica.NotServing;
import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one place that says how a failure is told to a client: a status, a reason of domain {@code
 * chat}, and after which pause a retry helps, if it does. {@code UNAVAILABLE} from here means that
 * nothing was applied. A client sees no internals: an unexpected fault gets an incident number,
 * under which the log has the rest.
 */
final class Errors {
  static final String DOMAIN = "chat";
  static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";
  static final String ANOTHER_CLUSTER = "ANOTHER_CLUSTER";
  static final String ENDING = "ENDING";

  /** Of an error's metadata: whether the request under this id can no longer take effect. */
  static final String FINAL = "final";

  private static final Logger LOG = Logger.getLogger(Errors.class.getName());
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration LATER = Duration.ofMillis(500);

  private Errors() {}

  /** A status with its trailers, as a call is closed with them. */
  record Told(Status status, Metadata trailers) {}

  /**
   * Tells an error to nobody, once, before anybody calls. What an error's details are made of takes
   * most of a second to load on a busy machine, on a thread that serves the network; and a node's
   * first error is mostly told in a failover, where everybody waits.
   */
  static void prepare() {
    Told told = tell(new Failure.Starting());
    if (reasonIn(told.status(), told.trailers()).isEmpty()) {
      throw new IllegalStateException("an error told without its reason: " + told.status());
    }
  }

  static Told tell(Failure failure) {
    return switch (failure) {
      case Failure.Refused(Refusal refusal, boolean isFinal) ->
          told(
              codeOf(refusal.reason()),
              refusal.reason().name(),
              refusal.detail(),
              refusal.reason() == Refusal.Reason.RATE_LIMITED
                  ? Optional.of(LATER)
                  : Optional.empty(),
              Map.of(FINAL, Boolean.toString(isFinal)));
      case Failure.Limited(String detail, Duration retryAfter) ->
          told(
              Status.Code.RESOURCE_EXHAUSTED,
              Refusal.Reason.RATE_LIMITED.name(),
              detail,
              Optional.of(retryAfter));
      case Failure.SlowReader(Duration patience) ->
          tell(
              new Failure.Limited("nothing was read for " + patience.toSeconds() + " s", patience));
      case Failure.TooExpensive() ->
          told(
              Status.Code.RESOURCE_EXHAUSTED,
              "QUERY_TOO_EXPENSIVE",
              "answering takes longer than a query may: ask for less",
              Optional.empty());
      case Failure.ForeignCursor() ->
          told(
              Status.Code.FAILED_PRECONDITION,
              Refusal.Reason.CURSOR_INVALID.name(),
              "the cursor is of another history of this cluster; go on by conversation and seq",
              Optional.empty());
      case Failure.AnotherCluster(String named, String own) ->
          told(
              Status.Code.FAILED_PRECONDITION,
              ANOTHER_CLUSTER,
              "the call is for cluster %s, and this is another cluster, %s".formatted(named, own),
              Optional.empty(),
              Map.of("cluster", own));
      case Failure.NotTaken(NotServing reason, String detail) ->
          told(
              Status.Code.UNAVAILABLE,
              reason.name(),
              detail.isEmpty() ? sentence(reason) : detail,
              retryOf(reason));
      case Failure.NoPrimary(String missing) ->
          told(Status.Code.UNAVAILABLE, "NO_PRIMARY", missing, Optional.of(LATER));
      case Failure.Starting() ->
          told(
              Status.Code.UNAVAILABLE,
              "STARTING",
              "this node has just started and doesn't know the primary yet",
              Optional.of(SOON));
      case Failure.Ending() ->
          told(Status.Code.UNAVAILABLE, ENDING, "this node is stopping", Optional.of(SOON));
      case Failure.LinkLost(boolean sent) ->
          sent
              ? tell(new Failure.Unknown("the link to the primary broke before it answered"))
              : told(
                  Status.Code.UNAVAILABLE,
                  "LINK_LOST",
                  "the primary can't be reached from this node",
                  Optional.of(SOON));
      case Failure.Unknown(String detail) ->
          told(
              Status.Code.ABORTED,
              OUTCOME_UNKNOWN,
              detail + "; ask again with the same request id",
              Optional.of(SOON));
      case Failure.Relayed(Status status, Metadata trailers) -> new Told(status, trailers);
      case Failure.Unexpected(Throwable cause) -> incident(cause);
    };
  }

  private static Status.Code codeOf(Refusal.Reason reason) {
    return switch (reason) {
      case INVALID_NAME,
          INVALID_PASSWORD,
          INVALID_REQUEST_ID,
          INVALID_TOKEN,
          INVALID_ARGUMENT,
          INVALID_GROUP_NAME,
          SEARCH_QUERY_INVALID,
          TEXT_EMPTY,
          TEXT_TOO_LARGE,
          CURSOR_INVALID ->
          Status.Code.INVALID_ARGUMENT;
      case NAME_TAKEN, REQUEST_ID_REUSED -> Status.Code.ALREADY_EXISTS;
      case USER_NOT_FOUND,
          CONVERSATION_NOT_FOUND,
          MESSAGE_NOT_FOUND,
          SESSION_NOT_FOUND,
          NODE_NOT_FOUND ->
          Status.Code.NOT_FOUND;
      case USER_DELETED, BACKUP_REPEATED -> Status.Code.FAILED_PRECONDITION;
      case BLOCKED, OPERATOR_CODE_REQUIRED, NOT_OPERATOR, NOT_SENDER, NOT_OWNER ->
          Status.Code.PERMISSION_DENIED;
      case SEQ_BEYOND_END -> Status.Code.OUT_OF_RANGE;
      case WRONG_CREDENTIALS, SESSION_INVALID -> Status.Code.UNAUTHENTICATED;
      case MAILBOX_FULL, RATE_LIMITED, TOO_MANY_BLOCKED, GROUP_FULL, TOO_MANY_GROUPS ->
          Status.Code.RESOURCE_EXHAUSTED;
    };
  }

  private static String sentence(NotServing reason) {
    return switch (reason) {
      case NOT_PRIMARY -> "this node is not the primary";
      case RECOVERING -> "the primary is bringing the other replicas to its log";
      case HANDING_OVER -> "the primary is handing over to another node";
      case OVERLOADED -> "more is in flight than the primary takes";
      case COMMIT_STALLED -> "nothing is committed: the other replicas don't answer";
      case HALTED -> "this node has stopped for good";
    };
  }

  private static Optional<Duration> retryOf(NotServing reason) {
    return switch (reason) {
      case NOT_PRIMARY, RECOVERING, HANDING_OVER, OVERLOADED -> Optional.of(SOON);
      case COMMIT_STALLED, HALTED -> Optional.of(LATER);
    };
  }

  private static Told incident(Throwable cause) {
    String incident = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "incident " + incident + ": a call failed unexpectedly", cause);
    return told(
        Status.Code.INTERNAL,
        "INTERNAL",
        "an internal fault; the node's log has it as incident " + incident,
        Optional.empty(),
        Map.of("incident", incident, FINAL, "false"));
  }

  private static Told told(
      Status.Code code, String reason, String message, Optional<Duration> retryAfter) {
    return told(code, reason, message, retryAfter, Map.of(FINAL, "false"));
  }

  private static Told told(
      Status.Code code,
      String reason,
      String message,
      Optional<Duration> retryAfter,
      Map<String, String> metadata) {
    var status = com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
    status.addDetails(
        Any.pack(
            ErrorInfo.newBuilder()
                .setReason(reason)
                .setDomain(DOMAIN)
                .putAllMetadata(metadata)
                .build()));
    retryAfter.ifPresent(
        pause ->
            status.addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(pause.toSeconds())
                                .setNanos(pause.toNanosPart()))
                        .build())));
    var thrown = StatusProto.toStatusRuntimeException(status.build());
    Metadata trailers = thrown.getTrailers();
    return new Told(thrown.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** The reason of our domain in a status that another node sent. */
  static Optional<String> reasonIn(Status status, Metadata trailers) {
    var details = StatusProto.fromStatusAndTrailers(status, trailers);
    for (Any detail : details.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          if (info.getDomain().equals(DOMAIN)) {
            return Optional.of(info.getReason());
          }
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}

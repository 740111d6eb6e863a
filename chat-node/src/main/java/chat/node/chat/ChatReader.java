package chat.node.chat;

import java.util.Optional;

/**
 * Questions to the applied state. Each call sees one consistent state, not older than what was
 * applied when it began. Any thread; blocking.
 */
public interface ChatReader extends AccountReader, MessageReader, GroupReader {

  /** The index up to which the log is applied. */
  long appliedIndex();

  /** By which {@link Rules} commands apply. */
  int rules();

  /** The answer that is kept under this request id, if one is ({@code replayed} is set). */
  Optional<Request> request(AccountName scope, RequestId id);

  record Request(Fingerprint fingerprint, Result.Answer answer) {}

  /** The newest time that any applied command carries; 0 where there is none. */
  long newestTimeMillis();

  /**
   * SHA-256 over the whole state in a fixed order, with the index that it describes: equal on equal
   * replicas.
   */
  StateHash stateHash();

  record StateHash(long appliedIndex, String hex) {}
}

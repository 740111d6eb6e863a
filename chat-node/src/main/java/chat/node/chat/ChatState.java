package chat.node.chat;

import java.util.Optional;

/**
 * The chat's state as {@link Application} changes it, in small steps without judgement: what may
 * happen is decided there.
 *
 * <p>Durability: none of its own; whoever owns the state wraps the steps of many commands in one
 * transaction. Threads: one, the writer's. Each step sees all steps before it. Errors: unchecked,
 * and final: the state is then unfit for use and the process must end.
 */
public interface ChatState {

  AccountState accounts();

  MessageState messages();

  GroupState groups();

  /** The answer kept for this request ({@code replayed} is set). Empty for an unknown scope. */
  Optional<ChatReader.Request> request(AccountName scope, RequestId id);

  /** Keeps an answer for ever. The scope's account exists; the id is new in it. */
  void keepRequest(
      AccountName scope, RequestId id, Fingerprint fingerprint, Result.Answer firstAnswer);

  /** By which {@link Rules} commands apply; {@link Rules#FIRST} in an empty state. */
  int rules();

  /** From now on commands apply by these rules, which are newer. */
  void raiseRules(int rules);

  /** The newest time seen becomes this one, unless it is newer. */
  void advanceTime(long timeMillis);
}

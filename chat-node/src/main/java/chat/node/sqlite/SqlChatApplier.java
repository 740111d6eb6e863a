package chat.node.sqlite;

import chat.node.chat.Application;
import chat.node.chat.CommandCodec;
import chat.node.chat.Result;
import chat.node.chat.Rules;
import chat.node.chat.UnknownRulesException;
import chat.node.host.StoreFailure;
import chat.node.replica.Payload;
import java.sql.Connection;

/** Applies the log's payloads as commands of the chat. */
public final class SqlChatApplier implements Applier {
  private final Application application;
  private final SqlChatState state;

  /**
   * @throws StoreFailure for a state of rules that this program doesn't know
   */
  public SqlChatApplier(Connection writer) {
    this(writer, Rules.NEWEST);
  }

  /** As a program that knows versions of the rules up to this one. */
  public SqlChatApplier(Connection writer, int knownRules) {
    this.application = Application.knowing(knownRules);
    this.state = new SqlChatState(writer);
    try {
      application.requireKnown(state.rules());
    } catch (UnknownRulesException e) {
      throw new StoreFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * @throws chat.node.chat.CorruptCommandException for a payload that is no command: the node stops
   * @throws UnknownRulesException for rules that this program doesn't know: the node stops
   */
  @Override
  public Result apply(long index, Payload payload) {
    return application.apply(state, index, CommandCodec.decode(payload.bytes()));
  }
}

package chat.node.sqlite;

import chat.node.chat.Application;
import chat.node.chat.CommandCodec;
import chat.node.chat.Result;
import chat.node.replica.Payload;
import java.sql.Connection;

/** Applies the log's payloads as commands of the chat. */
public final class SqlChatApplier implements Applier {
  private final Application application = new Application();
  private final SqlChatState state;

  public SqlChatApplier(Connection writer) {
    this.state = new SqlChatState(writer);
  }

  /**
   * @throws chat.node.chat.CorruptCommandException for a payload that is no command: the node stops
   */
  @Override
  public Result apply(long index, Payload payload) {
    return application.apply(state, index, CommandCodec.decode(payload.bytes()));
  }
}

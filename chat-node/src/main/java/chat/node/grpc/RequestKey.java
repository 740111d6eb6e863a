package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;

/** What makes two requests one: the account (before a login, the name), the id, the content. */
record RequestKey(AccountName scope, RequestId id, Fingerprint fingerprint) {
  Command.Stamp stampedAt(long timeMillis) {
    return new Command.Stamp(id, fingerprint, timeMillis);
  }
}

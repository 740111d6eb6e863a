package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.TokenHash;
import java.util.Optional;

/** Whom a read is for, whether they still wait for it, and how large it is. */
record ReadFor(ReadOwner owner, CallLife life, ReadPool.Kind kind) {

  /** A few rows, for a caller that hasn't shown a session yet. */
  static ReadFor lookUp(Caller caller) {
    return new ReadFor(
        new ReadOwner.Stranger(caller.address()), caller.life(), ReadPool.Kind.LOOK_UP);
  }

  /** The session of the token that the caller shows. */
  static ReadFor session(Caller caller) {
    return new ReadFor(
        new ReadOwner.Returning(caller.address()), caller.life(), ReadPool.Kind.LOOK_UP);
  }

  /** A few rows, for this call of a session of this account. */
  static ReadFor lookUp(Caller caller, AccountName account) {
    return new ReadFor(new ReadOwner.Account(account), caller.life(), ReadPool.Kind.LOOK_UP);
  }

  /** A row about a password that was checked: it must be read before the check is counted. */
  static ReadFor checkedPassword() {
    return new ReadFor(
        new ReadOwner.Stranger(Optional.empty()), CallLife.endless(), ReadPool.Kind.WAKE);
  }

  /** What a committed change by this session's token still does, though its caller may be gone. */
  static ReadFor afterChange(TokenHash token) {
    return new ReadFor(new ReadOwner.Forwarded(token), CallLife.endless(), ReadPool.Kind.WAKE);
  }

  /** A few rows, for somebody who speaks for this account. */
  static ReadFor lookUp(AccountName account) {
    return new ReadFor(new ReadOwner.Account(account), CallLife.endless(), ReadPool.Kind.LOOK_UP);
  }

  /** The whole answer to a call of this account. */
  static ReadFor answer(Caller caller, AccountName account) {
    return new ReadFor(new ReadOwner.Account(account), caller.life(), ReadPool.Kind.ANSWER);
  }

  /** A page of a stream of this account. */
  static ReadFor page(CallLife life, AccountName account) {
    return new ReadFor(new ReadOwner.Account(account), life, ReadPool.Kind.PAGE);
  }

  /** What the node itself needs to know. */
  static ReadFor node() {
    return new ReadFor(new ReadOwner.Node(), CallLife.endless(), ReadPool.Kind.WAKE);
  }

  /** The hash of the whole state. */
  static ReadFor wholeState() {
    return new ReadFor(new ReadOwner.WholeState(), CallLife.endless(), ReadPool.Kind.LOOK_UP);
  }
}

package chat.node.host;

import chat.node.chat.Command;
import chat.node.replica.Payload;
import chat.view.Member;
import chat.view.NodeAddresses;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * What a loop is made of.
 *
 * @param encoding how a command stands in the log; must not block
 * @param applyCost what applying such a payload costs, never that of a no-op
 * @param newestTimeMillis the newest time that any applied command carries
 * @param clockMillis the wall clock
 * @param randomBelow a random number from zero to below its argument
 * @param onFatal the loop ended by itself and for good, with what it saw; the process must end
 */
public record LoopParts(
    Member self,
    NodeAddresses addresses,
    Store store,
    ViewClient view,
    Peers peers,
    SnapshotFetcher snapshots,
    Function<Command, Payload> encoding,
    ToIntFunction<Payload> applyCost,
    LongSupplier newestTimeMillis,
    LongSupplier clockMillis,
    LongUnaryOperator randomBelow,
    LoopMetrics metrics,
    LoopLimits limits,
    Consumer<String> onFatal) {}

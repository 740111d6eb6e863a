/**
 * The command line. This package holds the entry points only; the map:
 *
 * <ul>
 *   <li>{@code command}: one file per verb, and the one place where failures become exit codes
 *   <li>{@code manual}: manual pages and completion, made from the description of the verbs
 *   <li>{@code client}: gRPC to any node, with retries; the only home of generated classes
 *   <li>{@code profile}: what is kept on disk for a user: contexts, session, cursor, outbox
 *   <li>{@code kubernetes}: tunnels to a release, behind the client's route
 *   <li>{@code local}: a cluster of processes on this machine
 *   <li>{@code session}: the interactive screen, pure: what is taken in, asked for and shown
 *   <li>{@code terminal}: keyboard, drawing and workers of the interactive screen
 *   <li>{@code output}: tables, JSON, colours, exit codes
 * </ul>
 */
@NullMarked
package chat.cli;

import org.jspecify.annotations.NullMarked;

/**
 * What the interactive screen of {@code chat.cli.session} needs of the world: a terminal (JLine, in
 * {@link chat.cli.terminal.Keyboard} and {@link chat.cli.terminal.Painter} only) and workers that
 * speak with the cluster. The thread that takes keys and draws never waits for a worker: everything
 * goes through bounded queues.
 */
@NullMarked
package chat.cli.terminal;

import org.jspecify.annotations.NullMarked;

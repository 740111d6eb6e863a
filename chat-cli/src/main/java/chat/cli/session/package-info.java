/**
 * The interactive screen, pure: {@link chat.cli.session.Session} takes an {@link
 * chat.cli.session.Input} and gives back {@link chat.cli.session.Request}s; what there is to see is
 * a {@link chat.cli.session.Picture}. No I/O, no thread, no clock and no random number in here, so
 * that every behaviour of the screen is tested without a terminal and without a server.
 *
 * <pre>
 * keyboard ─┐                                 ┌→ Picture → terminal
 * network  ─┼→ Input → Session (one thread) ──┤
 * resize   ─┘                                 └→ Request → workers → Input …
 * </pre>
 */
@NullMarked
package chat.cli.session;

import org.jspecify.annotations.NullMarked;

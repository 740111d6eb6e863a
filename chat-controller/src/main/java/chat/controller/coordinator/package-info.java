/**
 * Who leads, when, and why not: a pure function from what was observed to what should be written.
 *
 * <pre>
 * Observation (view, what each node says) → Coordinator → Decision (FirstView, Promote, Wait, Nothing)
 * </pre>
 *
 * <p>Here live rules 0, 6 and 11 of docs/PROTOCOL.md as a controller keeps them. No clock, thread,
 * store or network, and no import but {@code chat.view}.
 */
@NullMarked
package chat.controller.coordinator;

import org.jspecify.annotations.NullMarked;

/**
 * The controller's process: settings, wiring, health, metrics, log lines. Nothing is decided here.
 */
@NullMarked
package chat.controller.app;

import org.jspecify.annotations.NullMarked;

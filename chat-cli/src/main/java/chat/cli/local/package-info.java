/**
 * A cluster of processes on this machine: three nodes and the controller on loopback, found again
 * by their pid files. Signals only processes that it started.
 */
@NullMarked
package chat.cli.local;

import org.jspecify.annotations.NullMarked;

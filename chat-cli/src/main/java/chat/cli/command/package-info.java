/**
 * One file per verb. {@link chat.cli.command.Failures} is the one place that turns exceptions into
 * sentences and exit codes. No gRPC here.
 */
@NullMarked
package chat.cli.command;

import org.jspecify.annotations.NullMarked;

/**
 * Texts about the command line that are made from its own description: manual pages, the completion
 * for fish. Pure: a description in, a text out. Knows picocli, and no command.
 */
@NullMarked
package chat.cli.manual;

import org.jspecify.annotations.NullMarked;

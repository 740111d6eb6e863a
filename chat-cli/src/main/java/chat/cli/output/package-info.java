/**
 * How results look: formats, tables aligned by display width, JSON, colours, exit codes. Knows no
 * command and no server.
 */
@NullMarked
package chat.cli.output;

import org.jspecify.annotations.NullMarked;

/**
 * Bytes become text here and nowhere else: arguments, standard input, files that a user names, and
 * passwords. Decoding is strict: bytes that are not UTF-8 are refused, never replaced. Knows no
 * command and no server.
 */
@NullMarked
package chat.cli.text;

import org.jspecify.annotations.NullMarked;

/**
 * Files whose names a user gives, to be written. What is there already is kept until the new
 * content is whole; what is not a regular file is written into or refused. Knows no command and no
 * server.
 */
@NullMarked
package chat.cli.file;

import org.jspecify.annotations.NullMarked;

/** Tests of the command line as processes of their own, against a node that plays along. */
@NullMarked
package chat.cli.process;

import org.jspecify.annotations.NullMarked;

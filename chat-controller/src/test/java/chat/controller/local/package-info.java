/** Tests of what is particular to one machine. */
@NullMarked
package chat.controller.local;

import org.jspecify.annotations.NullMarked;

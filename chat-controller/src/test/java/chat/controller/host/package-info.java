/** Tests of the loop, with fakes. */
@NullMarked
package chat.controller.host;

import org.jspecify.annotations.NullMarked;

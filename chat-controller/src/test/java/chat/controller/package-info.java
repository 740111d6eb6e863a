/** Tests that hold for the whole controller. */
@NullMarked
package chat.controller;

import org.jspecify.annotations.NullMarked;

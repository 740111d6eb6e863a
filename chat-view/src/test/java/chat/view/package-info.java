/** Tests of the view, and what other modules test with: the fake store and the stores' contract. */
@NullMarked
package chat.view;

import org.jspecify.annotations.NullMarked;

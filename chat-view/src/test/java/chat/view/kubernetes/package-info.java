/** The view's store at a real API server, and between them a way that can be broken. */
@NullMarked
package chat.view.kubernetes;

import org.jspecify.annotations.NullMarked;

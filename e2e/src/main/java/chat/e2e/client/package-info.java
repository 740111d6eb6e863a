/**
 * A client for tests and load: it retries with the same request id until the outcome is known, and
 * notes what it was told. The only package here that knows the generated classes.
 */
@NullMarked
package chat.e2e.client;

import org.jspecify.annotations.NullMarked;

/**
 * Carries out what the coordinator decides, as one vertical line in one thread:
 *
 * <pre>
 * watch, probe, clock → event → bounded queue → observe → decide (pure) → compare-and-set → tell
 * </pre>
 *
 * <p>Here live the loop and its ports. No gRPC, no Quarkus: those are adapters' business.
 */
@NullMarked
package chat.controller.host;

import org.jspecify.annotations.NullMarked;

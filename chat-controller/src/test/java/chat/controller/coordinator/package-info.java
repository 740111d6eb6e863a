/** Tests of the decisions: scenarios by name, and small worlds enumerated to the end. */
@NullMarked
package chat.controller.coordinator;

import org.jspecify.annotations.NullMarked;

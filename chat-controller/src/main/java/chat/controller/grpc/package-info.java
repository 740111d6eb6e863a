/**
 * Looks at the nodes by the ControlService of their peer ports. The generated classes of {@code
 * control.v1} stay in here.
 */
@NullMarked
package chat.controller.grpc;

import org.jspecify.annotations.NullMarked;

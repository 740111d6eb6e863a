/** Tests over real connections on loopback. */
@NullMarked
package chat.controller.grpc;

import org.jspecify.annotations.NullMarked;

/**
 * What a node asks Kubernetes about itself: whether its place in the StatefulSet is gone. The view
 * is no concern of this package: {@code chat.view.kubernetes} holds it.
 */
@NullMarked
package chat.node.kubernetes;

import org.jspecify.annotations.NullMarked;

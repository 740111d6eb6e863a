/**
 * Tests of the controller's Kubernetes side: the rules as they are, the rest at the API server that
 * KUBECONFIG names, in namespaces of their own.
 */
@NullMarked
package chat.controller.kubernetes;

import org.jspecify.annotations.NullMarked;

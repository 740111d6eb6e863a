/**
 * The view in a ConfigMap, kept by the API server of Kubernetes.
 *
 * <pre>
 * KubernetesAccess ── a client with our limits
 *        │
 * ConfigMapViewStore ── ViewConfigMap   a view as the data of a ConfigMap, and back
 *        │          └── ConfigMapWatch  follows it in a thread of its own, and repairs itself
 *        └── ApiCalls                   each request ends within its limit; what its failure means
 *
 * StatefulSetFacts ── what nodes and controllers ask of their StatefulSet, read as it is now
 * </pre>
 *
 * <p>Classes of the Kubernetes client are named here and, for reads that concern the place and not
 * the view, in the programs' own {@code kubernetes} packages.
 */
@NullMarked
package chat.view.kubernetes;

import org.jspecify.annotations.NullMarked;

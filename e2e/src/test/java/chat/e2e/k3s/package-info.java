/**
 * The chart on a Kubernetes of one machine in a container, as on a laptop: installed by Helm, used
 * through port-forwards, its pods deleted. Needs a Docker engine and nothing else.
 */
@NullMarked
package chat.e2e.k3s;

import org.jspecify.annotations.NullMarked;

/**
 * The way to a release on Kubernetes: its view and pods as the API server knows them, and tunnels
 * to its nodes (port-forwards) behind the client's {@code Route}. The only home of the Kubernetes
 * client, whose classes are loaded only for a context of this kind: they would cost every other
 * command its quick start.
 *
 * <pre>
 * Release ─ Tunnels ─ TunnelPlan (whom to try, pure)
 *              │  └── Tunnel (a port of this machine for one pod) ─┐
 *              └────────────────────────────────────────────── KubeApi ─ Fabric8Api
 * </pre>
 */
@NullMarked
package chat.cli.kubernetes;

import org.jspecify.annotations.NullMarked;

/** What must hold after a run: the acknowledged messages against what the replicas have. */
@NullMarked
package chat.e2e.check;

import org.jspecify.annotations.NullMarked;

/**
 * What the CLI keeps on disk for a user, all of it private (0600) and replaced atomically:
 * contexts, the session, the cursor of {@code listen}, the outbox. Knows no server.
 */
@NullMarked
package chat.cli.profile;

import org.jspecify.annotations.NullMarked;

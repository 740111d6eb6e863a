/**
 * The view: who leads, in which epoch, and which members are in sync. One record in a
 * compare-and-set store, the only thing on which the nodes must agree outside of their own log.
 *
 * <p>Here live the view's types and the port {@link chat.view.ViewStore} with its adapters. Nothing
 * here knows the log, the chat or gRPC.
 */
@NullMarked
package chat.view;

import org.jspecify.annotations.NullMarked;

/**
 * Sessions, one after the other, that survive crashes.
 *
 * <p>Reading order: {@link exactlyonce.session.SessionRequests} and {@link
 * exactlyonce.session.SessionReplies}, the frames.
 */
@NullMarked
package exactlyonce.session;

import org.jspecify.annotations.NullMarked;

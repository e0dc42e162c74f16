package exactlyonce.protocol;

import exactlyonce.window.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * What a restarting receiver finds in stable storage about one message.
 *
 * @param seq the message's number
 * @param resolution whether it took effect or was sealed
 * @param reply what its handler returned; null if it was sealed, or if the session has no replies
 * @param <R> reply
 */
public record Resolved<R>(
    long seq, Resolution resolution, @Nullable R reply) {}

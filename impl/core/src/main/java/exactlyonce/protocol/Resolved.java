package exactlyonce.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a receiver finds stored about one message when it starts again.
 *
 * @param seq the message's number
 * @param delivered true if it took effect, false if it was sealed
 * @param reply what its handler returned
 * @param <R> reply
 */
public record Resolved<R>(
    long seq, boolean delivered, @Nullable R reply) {}

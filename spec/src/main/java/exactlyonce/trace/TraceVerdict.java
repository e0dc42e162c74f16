package exactlyonce.trace;

import org.jspecify.annotations.Nullable;

/**
 * Whether the specification explains a trace.
 *
 * @param accepted whether every event is explained
 * @param events how many events the trace has
 * @param explained how many of them can be explained, one after the other
 * @param firstUnexplained the first event that is not allowed; null if accepted
 * @param why what the specification's variables held then; null if accepted
 */
public record TraceVerdict(
    boolean accepted,
    int events,
    int explained,
    @Nullable TraceEvent firstUnexplained,
    @Nullable String why) {}

package exactlyonce.trace;

import org.jspecify.annotations.Nullable;

/**
 * Whether the specification explains a trace.
 *
 * @param accepted whether every event is explained
 * @param events the number of events in the trace
 * @param explained the number of them that can be explained, in order
 * @param firstUnexplained the first event that is not allowed; null if accepted
 * @param why what the specification's variables held then; null if accepted
 */
public record TraceVerdict(
    boolean accepted,
    int events,
    int explained,
    @Nullable TraceEvent firstUnexplained,
    @Nullable String why) {}

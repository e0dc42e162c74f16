/**
 * Is a recorded execution of the implementation a behaviour of the specification?
 *
 * <p>Reading order: {@link exactlyonce.trace.TraceKind} says what can be recorded. {@link
 * exactlyonce.trace.TraceEvent} is one line of a trace file. {@link exactlyonce.trace.TraceRecorder}
 * and, with crashes, {@link exactlyonce.trace.SessionTraceRecorder} write such a file from outside the
 * implementation; {@link exactlyonce.trace.Trace} reads it. {@link exactlyonce.trace.TraceCheck} lets
 * TLC explain it, with {@link exactlyonce.trace.TraceEvents}, the Java side of the module {@code
 * TraceEvents}.
 */
@NullMarked
package exactlyonce.trace;

import org.jspecify.annotations.NullMarked;

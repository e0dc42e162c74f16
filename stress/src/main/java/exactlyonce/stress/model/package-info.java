/**
 * The memory: which values reads may return, and in which order writes may come.
 *
 * <p><b>What it leaves out.</b> Load buffering: no read returns a write that is made later in the execution,
 * though Java allows it for opaque and plain accesses. Progress: no read is promised to see a write after
 * some time. The JIT compiler: nothing is reordered or left out but what the rules of {@link
 * exactlyonce.stress.model.Memory} allow. Fences without an access, and exchanges that fail for no reason,
 * are not there, because the code under test has none.
 *
 * <p>The rules follow the operational memory without promises of Kang and others (POPL 2017) for relaxed,
 * release and acquire; and for volatile those of JAM (Bender and Palsberg, OOPSLA 2019), with a fence between
 * two volatile accesses.
 */
@NullMarked
package exactlyonce.stress.model;

import org.jspecify.annotations.NullMarked;

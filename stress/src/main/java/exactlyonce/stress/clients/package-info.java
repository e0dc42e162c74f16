/**
 * The races of the shipped windows, of {@link exactlyonce.protocol.Receiver} and {@link
 * exactlyonce.protocol.Sender}, and of sessions, as small programs. Each states what must not be; besides, no access may race,
 * and the outcomes are those of sequentially consistent memory, and of the specification: what is noted here is what
 * the modules {@code Client…} note in {@code spec/tla}.
 *
 * <p>Loaded with hooks: see {@link exactlyonce.stress.bytecode.HookingLoader}.
 */
@NullMarked
package exactlyonce.stress.clients;

import org.jspecify.annotations.NullMarked;

/**
 * The races of the shipped windows, of {@link exactlyonce.protocol.Receiver} and of {@link
 * exactlyonce.protocol.Sender}, as small programs. Each states what must not be; besides, no access may race
 * and no outcome may differ from those of sequentially consistent memory.
 *
 * <p>Loaded with hooks: see {@link exactlyonce.stress.bytecode.HookingLoader}.
 */
@NullMarked
package exactlyonce.stress.clients;

import org.jspecify.annotations.NullMarked;

/**
 * Two real processes with databases over UDP, on a network that loses datagrams, and both are killed
 * again and again. Then their tables are compared.
 *
 * <p>{@link exactlyonce.soak.SoakRun}, the parent, starts a {@link exactlyonce.soak.SoakSender} and a
 * {@link exactlyonce.soak.SoakReceiver}. They speak to each other through its proxy, and tell it how
 * far they are on their standard output ({@link exactlyonce.soak.ChildReport}). {@link
 * exactlyonce.soak.SoakAudit} compares the tables.
 */
@NullMarked
package exactlyonce.soak;

import org.jspecify.annotations.NullMarked;

/**
 * A transport over UDP.
 *
 * <p>Reading order: {@link exactlyonce.udp.UdpTransport}, the only public class; {@link
 * exactlyonce.udp.SenderLink} and {@link exactlyonce.udp.ReceiverLink}, the two ends of a session;
 * {@link exactlyonce.udp.Outgoing}, frames that wait to be sent; {@link exactlyonce.udp.UdpSocket}.
 */
@NullMarked
package exactlyonce.udp;

import org.jspecify.annotations.NullMarked;

package exactlyonce.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of a frame: {@code spec/docs/wire-format.md}. Stateless and thread-safe.
 *
 * <pre>
 *  0        1        2                 4                         8
 *  +--------+--------+-----------------+-------------------------+
 *  | version| type   | 0               | length of the body      |
 *  +--------+--------+-----------------+-------------------------+
 *  | id: the session, or the sender                              |
 *  +-------------------------------------------------------------+
 *  | number: seq, base or nonce                                  |
 *  +-------------------------------------------------------------+
 *  | body                                                        |
 * </pre>
 */
final class FrameLayout {
  static final int VERSION = 1;

  static final int VERSION_OFFSET = 0;
  static final int TYPE_OFFSET = 1;
  static final int RESERVED_OFFSET = 2;
  static final int LENGTH_OFFSET = 4;
  static final int ID_OFFSET = 8;
  static final int NUMBER_OFFSET = 16;
  static final int HEADER_LENGTH = 24;

  static final int NO_BODY = 0;
  static final int BITS_LENGTH = 8;
  static final int STATUS_LENGTH = 16;
  static final int OPENED_LENGTH = 16;
  static final int MAX_WINDOW_LENGTH = 4;

  /** The longest frame without a payload: every sink must take this. */
  static final int LONGEST_WITHOUT_PAYLOAD = HEADER_LENGTH + STATUS_LENGTH;

  // Types: from a sender to a receiver.
  static final int OPEN = 0x01;
  static final int CLOSE = 0x02;
  static final int DATA = 0x03;
  static final int CHECK = 0x04;
  static final int SEAL = 0x05;

  // Types: from a receiver to a sender.
  static final int REPLY_BIT = 0x80;
  static final int OPENED = 0x81;
  static final int FULL = 0x82;
  static final int GONE = 0x83;
  static final int ACK = 0x84;
  static final int REPLY = 0x85;
  static final int STATUS = 0x86;
  static final int NO_ANSWER = 0x87;
  static final int REJECTED = 0x88;

  // Codes of STATUS: two bits a message, 0 if the frame does not speak of it.
  static final int IN_PROGRESS = 1;
  static final int UNKNOWN = 2;
  static final int SEALED = 3;

  // Codes of NO_ANSWER.
  static final int REFUSED = 1;
  static final int FORGOTTEN = 2;
  static final int REPLY_TOO_LONG = 3;

  // Flags of OPENED.
  static final int HAS_REPLIES = 1;

  // These neither use nor change the byte order of the buffer.
  private static final VarHandle SHORTS =
      MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private FrameLayout() {}

  static boolean isRequest(int type) {
    return type >= OPEN && type <= SEAL;
  }

  static boolean isReply(int type) {
    return type >= OPENED && type <= REJECTED;
  }

  /**
   * Returns the maximum.
   *
   * @throws IllegalArgumentException if it is less than 40 bytes: frames without payload would not
   *     fit
   */
  static int requireMaxLength(int maxFrameLength) {
    if (maxFrameLength < LONGEST_WITHOUT_PAYLOAD) {
      throw new IllegalArgumentException("the maximum frame length must be at least "
          + LONGEST_WITHOUT_PAYLOAD
          + ", not "
          + maxFrameLength);
    }
    return maxFrameLength;
  }

  static short getShort(ByteBuffer buffer, int index) {
    return (short) SHORTS.get(buffer, index);
  }

  static int getInt(ByteBuffer buffer, int index) {
    return (int) INTS.get(buffer, index);
  }

  static long getLong(ByteBuffer buffer, int index) {
    return (long) LONGS.get(buffer, index);
  }

  static void putShort(ByteBuffer buffer, int index, short value) {
    SHORTS.set(buffer, index, value);
  }

  static void putInt(ByteBuffer buffer, int index, int value) {
    INTS.set(buffer, index, value);
  }

  static void putLong(ByteBuffer buffer, int index, long value) {
    LONGS.set(buffer, index, value);
  }
}

package exactlyonce.wire;

import static exactlyonce.wire.FrameLayout.HEADER_LENGTH;

import exactlyonce.window.Bounds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one direction and calls the method that each frame stands for. A frame about
 * several messages causes one call for each, in ascending order of their numbers.
 *
 * <p>Reading never throws, whatever the bytes are: a malformed frame is refused as a whole, before
 * any call is made, and counted by reason. What a call or the codec throws propagates to the caller
 * of {@link #read}; the rest of that frame is then lost, as in a network.
 *
 * <p>A payload or reply is decoded from a copy of its bytes, so it may be kept: the buffer of the
 * frame can be used again as soon as {@link #read} returns. The copy is the only thing that is
 * allocated, unless a frame belongs to a different session than the previous frame: then {@code
 * in(session)} is called, and its result is kept until the session changes again. A reader made by
 * {@code zeroCopy} does not copy either.
 *
 * <p>Thread-safe and lock-free, if the codec is.
 *
 * @param <T> payload or reply
 */
public abstract sealed class FrameReader<T> permits RequestReader, ReplyReader {
  /** Returns the payload or reply in a part of a frame. */
  @FunctionalInterface
  interface Content<T> {
    T of(ByteBuffer frame, int start, int length);
  }

  private final int maxFrameLength;
  private final Content<T> content;
  private final Map<Malformation, LongAdder> refused = new EnumMap<>(Malformation.class);

  FrameReader(int maxFrameLength, Content<T> content) {
    this.maxFrameLength = FrameLayout.requireMaxLength(maxFrameLength);
    this.content = content;
    for (Malformation malformation : Malformation.values()) {
      refused.put(malformation, new LongAdder()); // never changed again, so any thread may read it
    }
  }

  /**
   * Reads one frame.
   *
   * @param frame the bytes from its position to its limit; any byte order. All three are the same
   *     afterwards
   * @return null if the frame was handed over, otherwise why it was refused
   */
  public final @Nullable Malformation read(ByteBuffer frame) {
    int position = frame.position();
    int limit = frame.limit();
    ByteOrder order = frame.order();
    try {
      Malformation malformation = readHeader(frame);
      if (malformation != null) {
        count(malformation).increment();
      }
      return malformation;
    } finally {
      // A handler may have had the frame itself, and may have changed all three: see inPlace.
      frame.limit(limit).position(position).order(order);
    }
  }

  /**
   * Returns how many frames were refused for this reason. Not a snapshot while other threads read.
   */
  public final long refused(Malformation malformation) {
    return count(malformation).sum();
  }

  /** Returns how many frames were refused. Not a snapshot while other threads read. */
  public final long refused() {
    long sum = 0;
    for (LongAdder count : refused.values()) {
      sum += count.sum();
    }
    return sum;
  }

  private LongAdder count(Malformation malformation) {
    return Objects.requireNonNull(refused.get(malformation));
  }

  // Every field is read only once, so that a frame which changes concurrently is still read as one
  // frame.
  private @Nullable Malformation readHeader(ByteBuffer frame) {
    int start = frame.position();
    int length = frame.remaining();
    if (length < HEADER_LENGTH) {
      return Malformation.TOO_SHORT;
    }
    if (length > maxFrameLength) {
      return Malformation.TOO_LONG;
    }
    if (frame.get(start + FrameLayout.VERSION_OFFSET) != FrameLayout.VERSION) {
      return Malformation.WRONG_VERSION;
    }
    if (FrameLayout.getShort(frame, start + FrameLayout.RESERVED_OFFSET) != 0) {
      return Malformation.RESERVED_BITS;
    }
    int bodyLength = length - HEADER_LENGTH;
    if (FrameLayout.getInt(frame, start + FrameLayout.LENGTH_OFFSET) != bodyLength) {
      return Malformation.WRONG_LENGTH;
    }
    int type = frame.get(start + FrameLayout.TYPE_OFFSET) & 0xff;
    long id = FrameLayout.getLong(frame, start + FrameLayout.ID_OFFSET);
    long number = FrameLayout.getLong(frame, start + FrameLayout.NUMBER_OFFSET);
    return readBody(type, id, number, frame, start + HEADER_LENGTH, bodyLength);
  }

  /**
   * Hands over a frame whose header is well-formed, unless its type, number or body is malformed.
   */
  abstract @Nullable Malformation readBody(
      int type, long id, long number, ByteBuffer frame, int body, int bodyLength);

  static Malformation ofAnotherType(int type) {
    return FrameLayout.isRequest(type) || FrameLayout.isReply(type)
        ? Malformation.WRONG_DIRECTION
        : Malformation.UNKNOWN_TYPE;
  }

  /** Checks a frame about a session itself, which has no number and no body. */
  static @Nullable Malformation checkSession(long number, int bodyLength) {
    if (bodyLength != FrameLayout.NO_BODY) {
      return Malformation.WRONG_BODY;
    }
    return number == 0 ? null : Malformation.RESERVED_BITS;
  }

  /** Checks a frame about the messages {@code base + i} whose bit i is set. */
  static @Nullable Malformation checkMessages(long base, long bits) {
    if (!Bounds.isSeq(base)) {
      return Malformation.SEQ_OUT_OF_RANGE;
    }
    if (bits == 0) {
      return Malformation.NO_MESSAGE;
    }
    return Bounds.isSeq(base + last(bits)) ? null : Malformation.LAST_OUT_OF_RANGE;
  }

  static <T> Content<T> decoded(Codec<T> codec) {
    return (frame, start, length) -> {
      byte[] copy = new byte[length];
      frame.get(start, copy);
      return Objects.requireNonNull(codec.decode(copy), "the codec has returned null");
    };
  }

  /** The frame itself, its position and limit around its content, until {@link #read} sets them back. */
  static ByteBuffer inPlace(ByteBuffer frame, int start, int length) {
    return frame.limit(start + length).position(start).order(ByteOrder.BIG_ENDIAN);
  }

  /**
   * Returns the payload or reply of a message.
   *
   * @throws IllegalArgumentException if the codec cannot decode it
   */
  final T content(long session, long seq, ByteBuffer frame, int body, int bodyLength) {
    try {
      return content.of(frame, body, bodyLength);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "message " + seq + " of session " + session + ", " + bodyLength
              + " bytes, cannot be decoded",
          e);
    }
  }

  static int first(long bits) {
    return Long.numberOfTrailingZeros(bits);
  }

  static long withoutFirst(long bits) {
    return bits & (bits - 1);
  }

  private static int last(long bits) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
  }
}

package exactlyonce.wire;

import static exactlyonce.wire.FrameLayout.BITS_LENGTH;
import static exactlyonce.wire.FrameLayout.HEADER_LENGTH;
import static exactlyonce.wire.FrameLayout.NO_BODY;

import exactlyonce.session.SessionRequests;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one direction into a sink, for a {@link FrameReader} to read.
 *
 * <p>Thread-safe and lock-free, if the sink and the codec are. A frame costs what the codec
 * allocates, 48 bytes around it, and one copy of its payload; a writer made by {@code zeroCopy}
 * allocates nothing. A frame that cannot be sent is lost and counted.
 *
 * @param <T> payload or reply
 */
public abstract sealed class FrameWriter<T> permits RequestWriter, ReplyWriter {
  private final FrameSink sink;
  private final int maxFrameLength;
  private final Function<? super T, ByteBuffer> bytes;

  private final LongAdder tooLong = new LongAdder();
  private final LongAdder withoutSpace = new LongAdder();

  FrameWriter(FrameSink sink, int maxFrameLength, Function<? super T, ByteBuffer> bytes) {
    this.sink = sink;
    this.maxFrameLength = FrameLayout.requireMaxLength(maxFrameLength);
    this.bytes = bytes;
  }

  /**
   * Returns the maximum length of a payload or reply, in bytes, for a maximum frame length. A
   * longer one never arrives: see {@link SessionRequests#requireSendable}.
   */
  public static int maxPayloadLength(int maxFrameLength) {
    return FrameLayout.requireMaxLength(maxFrameLength) - HEADER_LENGTH;
  }

  /**
   * Returns how many payloads or replies were too long for a frame. A message with such a payload is
   * never decided; the sender is told of such a reply. Like all counters, not a snapshot.
   */
  public long tooLong() {
    return tooLong.sum();
  }

  /** Returns how many frames were lost because the sink had no space. */
  public long withoutSpace() {
    return withoutSpace.sum();
  }

  /** Writes a frame without a body. */
  final void write(int type, long id, long number) {
    ByteBuffer frame = begin(type, id, number, NO_BODY);
    if (frame != null) {
      end(frame, NO_BODY);
    }
  }

  /** Writes a frame about the messages {@code base + i} whose bit i is set. */
  final void write(int type, long session, long base, long bits) {
    ByteBuffer frame = begin(type, session, base, BITS_LENGTH);
    if (frame != null) {
      FrameLayout.putLong(frame, body(frame), bits);
      end(frame, BITS_LENGTH);
    }
  }

  /** Writes a frame about one message, with its payload or reply; returns false if that is too long. */
  final boolean writeContent(int type, long session, long seq, T content) {
    return writeBytes(type, session, seq, bytes.apply(content));
  }

  /** The same with bytes. */
  final boolean writeBytes(int type, long session, long seq, ByteBuffer content) {
    int length = content.remaining();
    ByteBuffer frame = begin(type, session, seq, length);
    if (frame != null) {
      frame.put(body(frame), content, content.position(), length);
      end(frame, length);
    }
    return length <= maxPayloadLength();
  }

  /** Writes the header; returns null if the frame is lost. */
  final @Nullable ByteBuffer begin(int type, long id, long number, int bodyLength) {
    if (bodyLength > maxFrameLength - HEADER_LENGTH) {
      tooLong.increment();
      sink.tooLong(HEADER_LENGTH + bodyLength);
      return null;
    }
    ByteBuffer frame = sink.claim(HEADER_LENGTH + bodyLength);
    if (frame == null) {
      withoutSpace.increment();
      return null;
    }
    int start = frame.position();
    frame.put(start + FrameLayout.VERSION_OFFSET, (byte) FrameLayout.VERSION);
    frame.put(start + FrameLayout.TYPE_OFFSET, (byte) type);
    FrameLayout.putShort(frame, start + FrameLayout.RESERVED_OFFSET, (short) 0);
    FrameLayout.putInt(frame, start + FrameLayout.LENGTH_OFFSET, bodyLength);
    FrameLayout.putLong(frame, start + FrameLayout.ID_OFFSET, id);
    FrameLayout.putLong(frame, start + FrameLayout.NUMBER_OFFSET, number);
    return frame;
  }

  /** Returns the length of a payload or reply, in bytes. */
  final int length(T content) {
    return bytes.apply(content).remaining();
  }

  final int maxPayloadLength() {
    return maxFrameLength - HEADER_LENGTH;
  }

  static <T> Function<T, ByteBuffer> encoded(Codec<T> codec) {
    return content -> ByteBuffer.wrap(codec.encode(content));
  }

  final void end(ByteBuffer frame, int bodyLength) {
    sink.commit(frame, HEADER_LENGTH + bodyLength);
  }

  /** Returns the offset of the body. */
  static int body(ByteBuffer frame) {
    return frame.position() + HEADER_LENGTH;
  }
}

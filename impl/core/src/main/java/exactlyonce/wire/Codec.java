package exactlyonce.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Turns payloads or replies into the bytes that are sent or stored, and back. Thread-safe.
 *
 * <p>What is decoded must be equal, for the application, to what was encoded, also by a later
 * version of the application: a restarted sender sends the decoded payload under the same number.
 *
 * <p>Arrays and no buffers, so that nothing decoded can depend on memory that is used again.
 *
 * @param <T> payload or reply
 */
public interface Codec<T> {
  /**
   * Returns the bytes of a value. They are not kept longer than the write.
   *
   * <p>An exception propagates. A message that cannot be encoded is not appended to a store, nor
   * submitted to an {@code AsyncSender}. A handler whose reply a store cannot encode has failed,
   * and its effect is rolled back.
   */
  byte[] encode(T value);

  /**
   * Returns the value of some bytes, which become its own; never null. An exception propagates to
   * whoever reads the frame or the store.
   */
  T decode(byte[] bytes);

  /** Takes arrays as they are. */
  static Codec<byte[]> bytes() {
    return new Codec<>() {
      @Override
      public byte[] encode(byte[] value) {
        return value;
      }

      @Override
      public byte[] decode(byte[] bytes) {
        return bytes;
      }
    };
  }

  /**
   * Takes what remains in a buffer, and leaves its position where it is.
   */
  static Codec<ByteBuffer> byteBuffers() {
    return new Codec<>() {
      @Override
      public byte[] encode(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
      }

      @Override
      public ByteBuffer decode(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
      }
    };
  }

  /** Takes strings as UTF-8. */
  static Codec<String> strings() {
    return new Codec<>() {
      @Override
      public byte[] encode(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    };
  }

  /** For sessions without replies: there is nothing to encode. */
  static Codec<Void> none() {
    return new Codec<>() {
      @Override
      public byte[] encode(Void value) {
        throw new IllegalStateException("there is no reply to encode");
      }

      @Override
      public Void decode(byte[] bytes) {
        throw new IllegalStateException("a reply in a session without replies");
      }
    };
  }
}

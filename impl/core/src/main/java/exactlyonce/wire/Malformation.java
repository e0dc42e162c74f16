package exactlyonce.wire;

/** Why a frame was refused. The constants are in the order of the checks. */
public enum Malformation {
  /** Shorter than a header. */
  TOO_SHORT,
  /** Longer than the reader's maximum. */
  TOO_LONG,
  /** A version that this reader does not know. */
  WRONG_VERSION,
  /** A bit is set that has no meaning in this version. */
  RESERVED_BITS,
  /** The body length in the header is not that of the frame. */
  WRONG_LENGTH,
  /** A type that this version does not have. */
  UNKNOWN_TYPE,
  /** A reply where requests are expected, or a request where replies are expected. */
  WRONG_DIRECTION,
  /** A body of the wrong length for its type. */
  WRONG_BODY,
  /** The number, or the first of several, is not from 0 to 2^60 - 1. */
  SEQ_OUT_OF_RANGE,
  /** A frame whose bits name no message. */
  NO_MESSAGE,
  /** The last of several messages has a number above 2^60 - 1. */
  LAST_OUT_OF_RANGE,
  /** OPENED with a window size that is not a power of two from 1 to 2^30. */
  WRONG_WINDOW_SIZE
}

package exactlyonce.wire;

/** Why a frame was refused, in the order in which it is looked for. */
public enum Malformation {
  /** Shorter than a header. */
  TOO_SHORT,
  /** Longer than the reader's maximum. */
  TOO_LONG,
  /** Of a version that this reader does not know. */
  WRONG_VERSION,
  /** A bit is set that has no meaning in this version. */
  RESERVED_BITS,
  /** The header gives another length than the frame has. */
  WRONG_LENGTH,
  /** Of no type that this version has. */
  UNKNOWN_TYPE,
  /** From a receiver where senders are heard, or the other way round. */
  WRONG_DIRECTION,
  /** A body that is not as long as those of this type are. */
  WRONG_BODY,
  /** The number, or the first of several, is not from 0 to 2^60 - 1. */
  SEQ_OUT_OF_RANGE,
  /** A frame about no message at all. */
  NO_MESSAGE,
  /** The last of several messages has a number above 2^60 - 1. */
  LAST_OUT_OF_RANGE,
  /** OPENED with a window size that is not a power of two from 1 to 2^30. */
  WRONG_WINDOW_SIZE
}

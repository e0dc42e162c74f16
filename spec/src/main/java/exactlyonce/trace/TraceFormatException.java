package exactlyonce.trace;

import java.io.IOException;

/** A trace file that does not follow spec/docs/trace-format.md; the message says where and why. */
public final class TraceFormatException extends IOException {
  private static final long serialVersionUID = 1;

  TraceFormatException(String message) {
    super(message);
  }
}

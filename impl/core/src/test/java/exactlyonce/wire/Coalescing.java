package exactlyonce.wire;

import java.util.function.Function;

/** A {@link FrameCoalescer}, so that a broken one can replace it. */
interface Coalescing {
  void add(long seq, int code);

  void flush();

  void flush(long now, long delay);

  /** Creates a coalescer with the given output. */
  interface Maker extends Function<FrameCoalescer.Output, Coalescing> {}

  static Coalescing of(FrameCoalescer coalescer) {
    return new Coalescing() {
      @Override
      public void add(long seq, int code) {
        coalescer.add(seq, code);
      }

      @Override
      public void flush() {
        coalescer.flush();
      }

      @Override
      public void flush(long now, long delay) {
        coalescer.flush(now, delay);
      }
    };
  }

  /** Forwards every call; to be overridden in one place. */
  class Forwarding implements Coalescing {
    private final Coalescing coalescing;

    Forwarding(Coalescing coalescing) {
      this.coalescing = coalescing;
    }

    @Override
    public void add(long seq, int code) {
      coalescing.add(seq, code);
    }

    @Override
    public void flush() {
      coalescing.flush();
    }

    @Override
    public void flush(long now, long delay) {
      coalescing.flush(now, delay);
    }
  }
}

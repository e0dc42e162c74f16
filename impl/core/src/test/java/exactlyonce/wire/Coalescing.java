package exactlyonce.wire;

import java.util.function.Function;

/** A {@link FrameCoalescer}, so that a broken one can take its place. */
interface Coalescing {
  void add(long seq, int code);

  void flush();

  void flush(long now, long delay);

  /** What is made, given where it sends to. */
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

  /** Passes everything on, for overriding one. */
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

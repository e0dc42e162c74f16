package exactlyonce.wire;

import java.util.function.Function;

/** A {@link Gatherer}, so that a broken one can take its place. */
interface Gathering {
  void add(long seq, int code);

  void flush();

  void flush(long now, long delay);

  /** What is made, given where it sends to. */
  interface Maker extends Function<Gatherer.Output, Gathering> {}

  static Gathering of(Gatherer gatherer) {
    return new Gathering() {
      @Override
      public void add(long seq, int code) {
        gatherer.add(seq, code);
      }

      @Override
      public void flush() {
        gatherer.flush();
      }

      @Override
      public void flush(long now, long delay) {
        gatherer.flush(now, delay);
      }
    };
  }

  /** Passes everything on, for overriding one. */
  class Forward implements Gathering {
    private final Gathering gathering;

    Forward(Gathering gathering) {
      this.gathering = gathering;
    }

    @Override
    public void add(long seq, int code) {
      gathering.add(seq, code);
    }

    @Override
    public void flush() {
      gathering.flush();
    }

    @Override
    public void flush(long now, long delay) {
      gathering.flush(now, delay);
    }
  }
}

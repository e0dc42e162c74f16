package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TlaValueProperties {

  private static final int DEPTH = 3;

  @Property(edgeCases = EdgeCasesMode.NONE)
  void whatIsPrintedIsReadAgain(@ForAll("values") TlaValue value) {
    assertThat(TlaValue.parse(value.toString())).isEqualTo(value);
  }

  @Provide
  Arbitrary<TlaValue> values() {
    return values(DEPTH);
  }

  private static Arbitrary<TlaValue> values(int depth) {
    Arbitrary<TlaValue> simple = Arbitraries.oneOf(
        Arbitraries.integers().map(TlaValue.Int::new),
        Arbitraries.of(true, false).map(TlaValue.Bool::new),
        Arbitraries.strings().all().ofMaxLength(8).map(TlaValue.Str::new),
        names().map(TlaValue.Model::new),
        Arbitraries.integers()
            .tuple2()
            .map(ends -> new TlaValue.Interval(ends.get1(), ends.get2())));
    if (depth == 0) {
      return simple;
    }
    Arbitrary<TlaValue> inner = values(depth - 1);
    return Arbitraries.oneOf(
        simple,
        inner.list().ofMaxSize(3).map(TlaValue.Tuple::new),
        inner.set().ofMaxSize(3).map(TlaValue.SetOf::new),
        Arbitraries.maps(names(), inner).ofMinSize(1).ofMaxSize(3).map(TlaValue.Rec::new),
        Arbitraries.maps(inner, inner).ofMinSize(1).ofMaxSize(3).map(TlaValue.Function::new));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .numeric()
        .ofMaxLength(5)
        .map(n -> "n" + n);
  }
}

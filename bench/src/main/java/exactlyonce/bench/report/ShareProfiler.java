package exactlyonce.bench.report;

import exactlyonce.bench.pair.CpuShare;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Records for each iteration of JMH how much of a processor it could have. Created by JMH. */
public final class ShareProfiler implements InternalProfiler {
  static final String SHARE = "cpu.share";

  private @Nullable CpuShare share;

  /** Created by JMH. */
  public ShareProfiler() {}

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    share = new CpuShare(benchmark.getThreads());
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    CpuShare before = share;
    return before == null
        ? List.of()
        : List.of(new ScalarResult(SHARE, before.next(), "", AggregationPolicy.MIN));
  }

  @Override
  public String getDescription() {
    return "the share of the processors that an iteration could have";
  }
}

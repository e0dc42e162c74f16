package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Specifications;
import exactlyonce.tlc.Tlc;
import java.nio.file.Path;

/** Checks trace files by the specifications of this program. */
final class TraceChecks implements AutoCloseable {
  private final Tlc tlc = new Tlc();
  private final Specifications specifications = Specifications.ofThisProgram();

  /** The directory of the specifications. */
  Path specifications() {
    return specifications.directory();
  }

  TraceCheck.Result check(Path file) throws InterruptedException {
    return check(file, specifications);
  }

  TraceCheck.Result check(Path file, Specifications others) throws InterruptedException {
    return TraceCheck.check(file, tlc, others, progress -> {});
  }

  /** It is a behaviour of this specification, and the states are proportional to its events. */
  void assertAccepted(Path file, String specification, int messages) throws InterruptedException {
    TraceCheck.Result result = check(file);
    assertThat(result.specification()).isEqualTo(specification);
    assertThat(result.verdict().firstUnexplained()).isNull();
    assertThat(result.verdict().accepted()).isTrue();
    assertThat(result.verdict().events()).isGreaterThan(4 * messages);
    assertThat(result.distinctStates()).isLessThan(4L * result.verdict().events());
  }

  /** It is none; returns the event that shows it. The reason names these parts of the memory. */
  TraceEvent firstUnexplained(Path file, String... memory) throws InterruptedException {
    TraceVerdict verdict = check(file).verdict();
    assertThat(verdict.accepted()).isFalse();
    assertThat(verdict.why()).contains(memory);
    return verdict.firstUnexplained();
  }

  @Override
  public void close() {
    tlc.close();
    specifications.close();
  }
}

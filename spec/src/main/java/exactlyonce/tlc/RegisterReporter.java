package exactlyonce.tlc;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tlc2.TLCGlobals;

/** Reports which of TLC's registers were set. It runs in TLC's class loader, after a run. */
public final class RegisterReporter implements Supplier<String> {

  @Override
  public String get() {
    int registers = Integer.getInteger(ClauseValues.REGISTERS, 0);
    return ClauseValues.LINE + " "
        + IntStream.range(0, registers)
            .filter(register -> TLCGlobals.mainChecker.getValue(0, register) != null)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "));
  }
}

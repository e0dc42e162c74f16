package tlc2.overrides;

import exactlyonce.trace.TraceEvents;

/** TLC looks for a class of this name, and asks it which operators are implemented in Java. */
public final class TLCOverrides implements ITLCOverrides {
  @Override
  @SuppressWarnings("rawtypes") // as TLC declares it
  public Class[] get() {
    return new Class[] {TraceEvents.class};
  }
}

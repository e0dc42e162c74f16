import tlc2.value.impl.BoolValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/** Overrides the operators of module {@code JavaSide}; TLC finds it by its name on the class path. */
public final class JavaSide {

  private JavaSide() {}

  /** The system property of this name. */
  public static Value Setting(StringValue name) {
    return new StringValue(System.getProperty(name.getVal().toString(), "off"));
  }

  /** Ends the process, as a crash would. */
  public static Value Halt(StringValue any) {
    Runtime.getRuntime().halt(3);
    return BoolValue.ValFalse;
  }
}

package exactlyonce.tlc;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The small modules that the tests run. */
public final class Specs {

  private Specs() {}

  public static Path directory() {
    try {
      return Path.of(Objects.requireNonNull(Specs.class.getResource("/specs/Counter.tla"))
              .toURI())
          .resolveSibling("");
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** A run of module Counter up to 3, without a check for deadlock. */
  public static TlcRequest counter(String specification, String rest) {
    return TlcRequest.of(
        directory(),
        "Counter",
        "SPECIFICATION " + specification + "\nCONSTANT Limit = 3\nCHECK_DEADLOCK FALSE\n" + rest);
  }

  /** A run that takes as long as one likes. */
  public static TlcRequest clock(int digits) {
    return TlcRequest.of(
        directory(),
        "Clock",
        "SPECIFICATION Spec\nCONSTANT Digits = " + digits + "\nINVARIANT TypeOK\n");
  }
}

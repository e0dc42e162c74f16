package exactlyonce.tlc;

/**
 * A formula that configurations name.
 *
 * @param role what it is named as
 * @param name of its definition
 */
public record Formula(Role role, String name) {

  /** What a configuration names a formula for. */
  public enum Role {
    SPECIFICATION,
    INITIAL,
    NEXT,
    /** An invariant or a temporal property. */
    PROPERTY
  }
}

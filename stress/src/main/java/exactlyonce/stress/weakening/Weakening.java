package exactlyonce.stress.weakening;

import exactlyonce.stress.bytecode.Call;
import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Access.Kind;
import exactlyonce.stress.model.Mode;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One access with a weaker mode. The code stays as it is: only what the search takes the access for changes.
 *
 * @param call the access
 * @param mode the mode in place of its own
 */
public record Weakening(Call call, Mode mode) implements UnaryOperator<Access> {
  /** Returns every weakening of an access by one step. */
  public static List<Weakening> of(Call call) {
    return weaker(call).stream().map(mode -> new Weakening(call, mode)).toList();
  }

  private static List<Mode> weaker(Call call) {
    return switch (call.mode()) {
      case VOLATILE ->
        switch (call.kind()) {
          case READ -> List.of(Mode.ACQUIRE);
          case WRITE -> List.of(Mode.RELEASE);
          case EXCHANGE -> List.of(Mode.ACQUIRE, Mode.RELEASE);
        };
      case ACQUIRE, RELEASE -> List.of(Mode.OPAQUE);
      // There is no exchange that is plain, and none of these is opaque.
      case OPAQUE -> call.kind() == Kind.EXCHANGE ? List.of() : List.of(Mode.PLAIN);
      case PLAIN -> List.of();
    };
  }

  /** Returns its name, as in {@code ReceiveWindow.claim#1 OPAQUE}. */
  public String name() {
    return call.site() + " " + mode;
  }

  @Override
  public Access apply(Access access) {
    boolean isIt = access.site() != null && access.site().name().equals(call.site());
    return isIt ? access.with(mode) : access;
  }
}

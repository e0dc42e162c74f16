package exactlyonce.stress.bytecode;

import exactlyonce.stress.exploration.Plain;
import exactlyonce.stress.exploration.Replay;
import exactlyonce.stress.exploration.Shared;
import exactlyonce.stress.model.Access;
import exactlyonce.stress.model.Mode;
import exactlyonce.stress.model.Site;
import exactlyonce.stress.model.Values;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What takes the place of the accesses in the code under test. Its bootstrap methods are called by the JVM. */
public final class Hooks {
  private static final MethodHandle CALL;

  static {
    try {
      CALL = MethodHandles.lookup()
          .findVirtual(Hooks.class, "call", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What is accessed. */
  private enum Target {
    VAR_HANDLE,
    ATOMIC,
    FIELD,
    ELEMENT
  }

  private final Target target;
  private final String part; // the field's name
  private final Site site;
  private final Operation operation;
  private final Mode mode;
  private final boolean racy;
  private final MethodHandle real;
  private final @Nullable VarHandle field;

  private Hooks(
      Target target,
      String part,
      Site site,
      Operation operation,
      Mode mode,
      boolean racy,
      MethodHandle real,
      int arguments,
      @Nullable VarHandle field) {
    this.target = target;
    this.part = part;
    this.site = site;
    this.operation = operation;
    this.mode = mode;
    this.racy = racy;
    this.field = field;
    this.real = real.asType(real.type().generic()).asSpreader(Object[].class, arguments);
  }

  private CallSite linked(MethodType type) {
    return new ConstantCallSite(
        CALL.bindTo(this).asCollector(Object[].class, type.parameterCount()).asType(type));
  }

  /** Links a call of a VarHandle. */
  public static CallSite varHandle(
      Lookup lookup, String name, MethodType type, String method, int number, int line) {
    MethodHandle real = MethodHandles.varHandleInvoker(
        VarHandle.AccessMode.valueFromMethodName(name), type.dropParameterTypes(0, 1));
    return new Hooks(
            Target.VAR_HANDLE,
            "",
            new Site(method, number, line, name),
            Operation.of(name),
            Operation.mode(name, Mode.PLAIN),
            false,
            real,
            type.parameterCount(),
            null)
        .linked(type);
  }

  /** Links a call of an atomic. */
  public static CallSite atomic(
      Lookup lookup, String name, MethodType type, String method, int number, int line)
      throws ReflectiveOperationException {
    MethodHandle real =
        lookup.findVirtual(type.parameterType(0), name, type.dropParameterTypes(0, 1));
    return new Hooks(
            Target.ATOMIC,
            "value",
            new Site(method, number, line, name),
            Operation.of(name),
            Operation.mode(name, Mode.VOLATILE),
            false,
            real,
            type.parameterCount(),
            null)
        .linked(type);
  }

  /** Links an access to a field. */
  public static CallSite field(
      Lookup lookup,
      String name,
      MethodType type,
      String method,
      int number,
      int line,
      int isVolatile,
      int racy)
      throws ReflectiveOperationException {
    Class<?> owner = type.parameterType(0);
    boolean reads = type.parameterCount() == 1;
    Class<?> content = reads ? type.returnType() : type.parameterType(1);
    MethodHandle real =
        reads ? lookup.findGetter(owner, name, content) : lookup.findSetter(owner, name, content);
    return new Hooks(
            Target.FIELD,
            name,
            new Site(method, number, line, reads ? "get" : "set"),
            reads ? Operation.GET : Operation.SET,
            isVolatile == 1 ? Mode.VOLATILE : Mode.PLAIN,
            racy == 1,
            real,
            type.parameterCount(),
            lookup.findVarHandle(owner, name, content))
        .linked(type);
  }

  /** Links a plain access to an element of an array. */
  public static CallSite element(
      Lookup lookup, String name, MethodType type, String method, int number, int line) {
    boolean reads = name.equals("get");
    Class<?> array = type.parameterType(0);
    MethodHandle real =
        reads ? MethodHandles.arrayElementGetter(array) : MethodHandles.arrayElementSetter(array);
    return new Hooks(
            Target.ELEMENT,
            "",
            new Site(method, number, line, name),
            Operation.of(name),
            Mode.PLAIN,
            false,
            real,
            type.parameterCount(),
            null)
        .linked(type);
  }

  // Called through CALL.
  @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
    Replay replay = Replay.current();
    int first = target == Target.VAR_HANDLE ? 1 : 0; // of the coordinates
    Object owner = Objects.requireNonNull(arguments[first]);
    boolean isLookedAt =
        target == Target.VAR_HANDLE || target == Target.ATOMIC || Plain.nameOf(owner) != null;
    if (replay == null || !isLookedAt) {
      return real.invoke(arguments);
    }
    Shared shared = replay.shared();
    boolean isElement = owner.getClass().isArray();
    int operands = first + (isElement ? 2 : 1);
    int location;
    if (isElement) {
      int index = (int) Objects.requireNonNull(arguments[first + 1]);
      location = shared.location(
          owner, index, name(owner) + "[" + index + "]", () -> Array.get(owner, index), false);
    } else {
      String field = target == Target.VAR_HANDLE
          ? fieldOf((VarHandle) Objects.requireNonNull(arguments[0]))
          : part;
      location = shared.location(
          owner,
          field,
          name(owner) + "." + field,
          () -> initial(owner, arguments),
          racy || target == Target.VAR_HANDLE);
    }
    Values values = shared.values();
    IntUnaryOperator replacement = operation.replacement(arguments, operands, values);
    int answer = replay.answer(new Access(operation.kind(), location, mode, replacement, site));
    return operation.result(answer, arguments, operands, values);
  }

  /** What a field or an atomic held at the start: it has not changed since. */
  private @Nullable Object initial(Object owner, @Nullable Object[] arguments) {
    try {
      if (target == Target.VAR_HANDLE) {
        return ((VarHandle) Objects.requireNonNull(arguments[0])).get(owner);
      }
      if (target == Target.ATOMIC) {
        return owner.getClass().getMethod("get").invoke(owner);
      }
      return Objects.requireNonNull(field).get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fieldOf(VarHandle handle) {
    return handle.describeConstable().orElseThrow().constantName();
  }

  private static String name(Object owner) {
    String name = Plain.nameOf(owner);
    return name != null ? name : owner.getClass().getSimpleName();
  }
}

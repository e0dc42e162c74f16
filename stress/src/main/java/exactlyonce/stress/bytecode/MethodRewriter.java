package exactlyonce.stress.bytecode;

import exactlyonce.stress.model.Mode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts a hook in the place of each access. */
final class MethodRewriter extends MethodVisitor {
  private static final String HOOKS = "exactlyonce/stress/bytecode/Hooks";
  private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
  private static final Set<String> ATOMICS = Set.of(
      "java/util/concurrent/atomic/AtomicBoolean",
      "java/util/concurrent/atomic/AtomicInteger",
      "java/util/concurrent/atomic/AtomicLong",
      "java/util/concurrent/atomic/AtomicReference");
  private static final String LINKED =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
          + "Ljava/lang/String;II";
  private static final String CALL_SITE = ")Ljava/lang/invoke/CallSite;";

  private final String method;
  private final Function<String, @Nullable Traits> traits; // of the class and its nest, by name
  private final Consumer<Call> calls;
  private final Map<String, Integer> numbers =
      new HashMap<>(); // by line and call: finally is copied
  private int line;

  MethodRewriter(
      MethodVisitor next,
      String method,
      Function<String, @Nullable Traits> traits,
      Consumer<Call> calls) {
    super(Opcodes.ASM9, next);
    this.method = method;
    this.traits = traits;
    this.calls = calls;
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    line = number;
    super.visitLineNumber(number, start);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    boolean isCall = opcode == Opcodes.INVOKEVIRTUAL;
    if (isCall && owner.equals(VAR_HANDLE)) {
      report(name, Mode.PLAIN);
      hook("varHandle", name, withOwner(owner, descriptor));
    } else if (isCall && ATOMICS.contains(owner)) {
      report(name, Mode.VOLATILE);
      hook("atomic", name, withOwner(owner, descriptor));
    } else {
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    Traits known = traits.apply(owner);
    Integer flags = known == null ? null : known.fields.get(name);
    if (known == null
        || flags == null
        || (opcode != Opcodes.GETFIELD && opcode != Opcodes.PUTFIELD)) {
      super.visitFieldInsn(opcode, owner, name, descriptor);
      return;
    }
    boolean reads = opcode == Opcodes.GETFIELD;
    int isVolatile = (flags & Opcodes.ACC_VOLATILE) == 0 ? 0 : 1;
    super.visitInvokeDynamicInsn(
        name,
        reads ? "(L" + owner + ";)" + descriptor : "(L" + owner + ";" + descriptor + ")V",
        new Handle(Opcodes.H_INVOKESTATIC, HOOKS, "field", LINKED + "II" + CALL_SITE, false),
        method,
        number(name + reads),
        line,
        isVolatile,
        known.handled.contains(name) ? 1 : 0);
  }

  @Override
  public void visitInsn(int opcode) {
    switch (opcode) {
      case Opcodes.LALOAD -> hook("element", "get", "([JI)J");
      case Opcodes.LASTORE -> hook("element", "set", "([JIJ)V");
      case Opcodes.IALOAD -> hook("element", "get", "([II)I");
      case Opcodes.IASTORE -> hook("element", "set", "([III)V");
      case Opcodes.AALOAD -> hook("element", "get", "([Ljava/lang/Object;I)Ljava/lang/Object;");
      case Opcodes.AASTORE -> hook("element", "set", "([Ljava/lang/Object;ILjava/lang/Object;)V");
      default -> super.visitInsn(opcode);
    }
  }

  private void hook(String bootstrap, String name, String descriptor) {
    super.visitInvokeDynamicInsn(
        name,
        descriptor,
        new Handle(Opcodes.H_INVOKESTATIC, HOOKS, bootstrap, LINKED + CALL_SITE, false),
        method,
        number(name),
        line);
  }

  private void report(String call, Mode ofGetAndSet) {
    calls.accept(new Call(
        method + "#" + number(call),
        call,
        Operation.of(call).kind(),
        Operation.mode(call, ofGetAndSet)));
  }

  private int number(String call) {
    return numbers.computeIfAbsent(line + " " + call, key -> numbers.size() + 1);
  }

  private static String withOwner(String owner, String descriptor) {
    return "(" + Type.getObjectType(owner).getDescriptor() + descriptor.substring(1);
  }
}

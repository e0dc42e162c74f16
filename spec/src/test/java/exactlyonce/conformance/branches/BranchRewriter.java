package exactlyonce.conformance.branches;

import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts the branches of a class under a switch, but not those of its static initializer. */
final class BranchRewriter extends ClassVisitor {
  private static final String CHOICES = "exactlyonce/conformance/branches/Choices";
  private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
  private static final String CALL = "call$";

  private final String className;
  private final String simpleName;
  private final Set<String> packages;
  private final List<Branch> branches;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Runnable> calls = new ArrayList<>(); // adds the methods that make them
  private boolean isInterfaceItself;
  private String file = "";

  private BranchRewriter(
      ClassVisitor next, String className, Set<String> packages, List<Branch> branches) {
    super(Opcodes.ASM9, next);
    this.className = className;
    this.simpleName = className.substring(className.lastIndexOf('/') + 1);
    this.packages = packages;
    this.branches = branches;
  }

  /**
   * Returns the class file with switches.
   *
   * @param packages of the classes whose methods may be left out, each ended by a slash
   * @param branches where the branches of this class are added: the place of each is its number
   */
  static byte[] rewritten(byte[] classFile, Set<String> packages, List<Branch> branches) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    reader.accept(new BranchRewriter(writer, reader.getClassName(), packages, branches), 0);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    isInterfaceItself = (access & Opcodes.ACC_INTERFACE) != 0;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public void visitSource(@Nullable String source, @Nullable String debug) {
    file = className.substring(0, className.lastIndexOf('/') + 1) + source;
    super.visitSource(source, debug);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    boolean isBridge = (access & Opcodes.ACC_BRIDGE) != 0;
    return name.equals("<clinit>") || isBridge ? next : new Method(next, name);
  }

  @Override
  public void visitEnd() {
    calls.forEach(Runnable::run);
    super.visitEnd();
  }

  private int add(String method, String change, int line) {
    int number = numbers.merge(method, 1, Integer::sum);
    branches.add(new Branch(simpleName + "." + method + "#" + number, change, file, line));
    return branches.size() - 1;
  }

  private final class Method extends MethodVisitor {
    private final String name;
    private int line;

    Method(MethodVisitor next, String name) {
      super(Opcodes.ASM9, next);
      this.name = name.equals("<init>") ? "new" : name;
    }

    @Override
    public void visitLineNumber(int number, Label start) {
      line = number;
      super.visitLineNumber(number, start);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      switch (opcode) {
        case Opcodes.GOTO -> super.visitJumpInsn(opcode, label);
        case Opcodes.IF_ACMPEQ, Opcodes.IF_ACMPNE ->
          jumpIf("(Ljava/lang/Object;Ljava/lang/Object;II)Z", opcode, label);
        case Opcodes.IFNULL, Opcodes.IFNONNULL -> {
          super.visitInsn(Opcodes.ACONST_NULL);
          boolean isNull = opcode == Opcodes.IFNULL;
          jumpIf(
              "(Ljava/lang/Object;Ljava/lang/Object;II)Z",
              isNull ? Opcodes.IF_ACMPEQ : Opcodes.IF_ACMPNE,
              label);
        }
        default -> {
          int comparison = opcode;
          if (opcode < Opcodes.IF_ICMPEQ) { // with zero
            super.visitInsn(Opcodes.ICONST_0);
            comparison += Opcodes.IF_ICMPEQ - Opcodes.IFEQ;
          }
          jumpIf("(IIII)Z", comparison, label);
        }
      }
    }

    private void jumpIf(String descriptor, int opcode, Label label) {
      super.visitLdcInsn(opcode);
      super.visitLdcInsn(add(name, "inverted", line));
      super.visitMethodInsn(INVOKESTATIC, CHOICES, "jumps", descriptor, false);
      super.visitJumpInsn(Opcodes.IFNE, label);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
      chooseKey(IntStream.rangeClosed(min, max).toArray(), otherwise, labels);
      super.visitTableSwitchInsn(min, max, otherwise, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
      chooseKey(keys, otherwise, labels);
      super.visitLookupSwitchInsn(otherwise, keys, labels);
    }

    /** Each case is taken for the next one that does something else, or for none. */
    private void chooseKey(int[] keys, Label otherwise, Label[] labels) {
      for (int i = 0; i < keys.length; i++) {
        if (labels[i] == otherwise) {
          continue;
        }
        int other = keys[keys.length - 1] + 1;
        for (int k = i + 1; k < keys.length; k++) {
          if (labels[k] != labels[i]) {
            other = keys[k];
            break;
          }
        }
        super.visitLdcInsn(keys[i]);
        super.visitLdcInsn(other);
        super.visitLdcInsn(add(name, "case " + keys[i] + " elsewhere", line));
        super.visitMethodInsn(INVOKESTATIC, CHOICES, "key", "(IIII)I", false);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String called, String descriptor, boolean isInterface) {
      String ownersPackage = owner.substring(0, owner.lastIndexOf('/') + 1);
      boolean isOurs = packages.contains(ownersPackage) || owner.equals(VAR_HANDLE);
      boolean returnsNothing = Type.getReturnType(descriptor) == Type.VOID_TYPE;
      if (!isOurs || !returnsNothing || opcode == Opcodes.INVOKESPECIAL) {
        super.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
        return;
      }
      int branch = add(name, "no " + called, line);
      boolean isStatic = opcode == Opcodes.INVOKESTATIC;
      String all = isStatic ? descriptor : "(L" + owner + ";" + descriptor.substring(1);
      super.visitMethodInsn(INVOKESTATIC, className, CALL + branch, all, isInterfaceItself);
      calls.add(() -> {
        MethodVisitor call = cv.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            CALL + branch,
            all,
            null,
            null);
        call.visitCode();
        call.visitLdcInsn(branch);
        call.visitMethodInsn(INVOKESTATIC, CHOICES, "isLeftOut", "(I)Z", false);
        Label end = new Label();
        call.visitJumpInsn(Opcodes.IFNE, end);
        int local = 0;
        for (Type argument : Type.getArgumentTypes(all)) {
          call.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
          local += argument.getSize();
        }
        call.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
        call.visitLabel(end);
        call.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        call.visitInsn(Opcodes.RETURN);
        call.visitMaxs(0, 0);
        call.visitEnd();
      });
    }
  }
}

package exactlyonce.stress.bytecode;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Gives names to the arrays that a constructor puts into fields, and to the object. */
final class ConstructorRewriter extends MethodVisitor {
  private static final String PLAIN = "exactlyonce/stress/exploration/Plain";

  private final String className;
  private final boolean hasFields;

  /**
   * Creates one.
   *
   * @param hasFields whether the object has fields that are not final
   */
  ConstructorRewriter(MethodVisitor next, String className, boolean hasFields) {
    super(Opcodes.ASM9, next);
    this.className = className;
    this.hasFields = hasFields;
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    boolean isArray = Type.getType(descriptor).getSort() == Type.ARRAY;
    if (opcode == Opcodes.PUTFIELD && isArray) {
      super.visitInsn(Opcodes.DUP);
      name(className + "." + name);
    }
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.RETURN && hasFields) {
      super.visitVarInsn(Opcodes.ALOAD, 0);
      name(className);
    }
    super.visitInsn(opcode);
  }

  private void name(String name) {
    super.visitLdcInsn(name);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC, PLAIN, "name", "(Ljava/lang/Object;Ljava/lang/String;)V", false);
  }
}

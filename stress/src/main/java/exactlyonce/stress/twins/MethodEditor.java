package exactlyonce.stress.twins;

import java.lang.reflect.Method;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Makes one edit in a method. */
final class MethodEditor extends MethodVisitor {
  private static final String BUGS = Type.getInternalName(Bugs.class);

  private final Edit edit;
  private final Runnable made;
  private int calls;
  private boolean ignoresNextJump;

  MethodEditor(MethodVisitor next, Edit edit, Runnable made) {
    super(Opcodes.ASM9, next);
    this.edit = edit;
    this.made = made;
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    if (!isEdited(name, descriptor)) {
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      return;
    }
    switch (edit.change()) {
      case REPLACED ->
        callBug(
            opcode == Opcodes.INVOKESTATIC
                ? descriptor
                : "(" + Type.getObjectType(owner).getDescriptor() + descriptor.substring(1));
      case LEFT_OUT -> {
        Type[] operands = Type.getArgumentTypes(descriptor);
        for (int i = operands.length - 1; i >= 0; i--) {
          super.visitInsn(operands[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }
        super.visitInsn(Opcodes.POP); // the object
        made.run();
      }
      case FOLLOWED -> {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        callBug("()V");
      }
      case NOT_HEEDED -> {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        ignoresNextJump = true;
      }
    }
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    if (!ignoresNextJump || opcode == Opcodes.GOTO) {
      super.visitJumpInsn(opcode, label);
      return;
    }
    ignoresNextJump = false;
    boolean comparesTwo = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
    super.visitInsn(comparesTwo ? Opcodes.POP2 : Opcodes.POP);
    made.run();
  }

  private boolean isEdited(String name, String descriptor) {
    boolean isIt = edit.call().contains("(")
        ? (name + descriptor).startsWith(edit.call())
        : name.equals(edit.call());
    if (!isIt) {
      return false;
    }
    calls++;
    return edit.place() == 0 || edit.place() == calls;
  }

  private void callBug(String operands) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BUGS, edit.bug(), bug(operands), false);
    made.run();
  }

  /** Returns the descriptor of the method of {@link Bugs} that takes these operands. */
  private String bug(String operands) {
    for (Method method : Bugs.class.getMethods()) {
      if (method.getName().equals(edit.bug())
          && Type.getType(method.getReturnType()).equals(Type.getReturnType(operands))
          && takes(method.getParameterTypes(), Type.getArgumentTypes(operands))) {
        return Type.getMethodDescriptor(method);
      }
    }
    throw new IllegalArgumentException("no bug takes " + operands + ": " + edit);
  }

  private static boolean takes(Class<?>[] parameters, Type[] operands) {
    if (parameters.length != operands.length) {
      return false;
    }
    for (int i = 0; i < operands.length; i++) {
      if (!takes(parameters[i], operands[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean takes(Class<?> parameter, Type operand) {
    if (Type.getType(parameter).equals(operand)) {
      return true;
    }
    if (parameter.isPrimitive() || operand.getSort() < Type.ARRAY) {
      return false;
    }
    try {
      String name = operand.getInternalName().replace('/', '.');
      return parameter.isAssignableFrom(
          Class.forName(name, false, MethodEditor.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}

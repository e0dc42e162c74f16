package exactlyonce.stress.bytecode;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What must be known of a class before its methods are rewritten. */
final class Traits extends ClassVisitor {
  /** The instance fields that are not final, with their flags. */
  final Map<String, Integer> fields = new HashMap<>();

  /** The names of fields that are also accessed by a VarHandle, so that a plain access is meant to race. */
  final Set<String> handled = new HashSet<>();

  Traits(ClassReader reader) {
    super(Opcodes.ASM9);
    reader.accept(this, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  @Override
  public @Nullable FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC)) == 0) {
      fields.put(name, access);
    }
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return new MethodVisitor(Opcodes.ASM9) {
      private String constant = "";

      @Override
      public void visitLdcInsn(Object value) {
        if (value instanceof String text) {
          constant = text;
        }
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
        if (called.equals("findVarHandle")) {
          handled.add(constant);
        }
      }
    };
  }
}

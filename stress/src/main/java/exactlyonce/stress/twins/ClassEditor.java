package exactlyonce.stress.twins;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes the edits in a class file. */
final class ClassEditor extends ClassVisitor {
  private final List<Edit> edits;
  private final Set<Edit> made = new HashSet<>();

  private ClassEditor(ClassVisitor next, List<Edit> edits) {
    super(Opcodes.ASM9, next);
    this.edits = edits;
  }

  /**
   * Returns the class file with the edits.
   *
   * @throws IllegalArgumentException if there is nothing to edit where one of them says
   */
  static byte[] edited(byte[] classFile, List<Edit> edits) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    ClassEditor editor = new ClassEditor(writer, edits);
    new ClassReader(classFile).accept(editor, 0);
    for (Edit edit : edits) {
      if (!editor.made.contains(edit)) {
        throw new IllegalArgumentException("no such call: " + edit);
      }
    }
    return writer.toByteArray();
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    for (Edit edit : edits) {
      if (edit.isIn(name)) {
        next = new MethodEditor(next, edit, () -> made.add(edit));
      }
    }
    return next;
  }
}

package exactlyonce.stress.bytecode;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Rewrites the methods of a class, but not its static initializer. */
final class ClassRewriter extends ClassVisitor {
  private final String simpleName;
  private final Traits traits;
  private final Consumer<Call> calls;

  private ClassRewriter(ClassVisitor next, String simpleName, Traits traits, Consumer<Call> calls) {
    super(Opcodes.ASM9, next);
    this.simpleName = simpleName;
    this.traits = traits;
    this.calls = calls;
  }

  /** Returns the class file with hooks. */
  static byte[] rewritten(byte[] classFile) {
    return rewritten(classFile, call -> {});
  }

  /** Returns the calls of a VarHandle or an atomic that are replaced by hooks. */
  static Collection<Call> calls(byte[] classFile) {
    Collection<Call> calls = new LinkedHashSet<>();
    rewritten(classFile, calls::add);
    return calls;
  }

  private static byte[] rewritten(byte[] classFile, Consumer<Call> calls) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String name = reader.getClassName();
    String simpleName = name.substring(name.lastIndexOf('/') + 1);
    reader.accept(new ClassRewriter(writer, simpleName, new Traits(reader), calls), 0);
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
    return switch (name) {
      case "<clinit>" -> next;
      case "<init>" -> new ConstructorRewriter(next, simpleName, !traits.fields.isEmpty());
      default -> new MethodRewriter(next, simpleName, simpleName + "." + name, traits, calls);
    };
  }
}

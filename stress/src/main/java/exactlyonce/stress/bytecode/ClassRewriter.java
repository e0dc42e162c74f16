package exactlyonce.stress.bytecode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Rewrites the methods of a class, but not its static initializer. */
final class ClassRewriter extends ClassVisitor {
  private final String name;
  private final String simpleName;
  private final Traits traits;
  private final Map<String, Traits> nest = new HashMap<>();
  private final Consumer<Call> calls;

  private ClassRewriter(ClassVisitor next, String name, Traits traits, Consumer<Call> calls) {
    super(Opcodes.ASM9, next);
    this.name = name;
    this.simpleName = name.substring(name.lastIndexOf('/') + 1);
    this.traits = traits;
    this.calls = calls;
    nest.put(name, traits);
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
    Traits traits = new Traits(reader);
    reader.accept(new ClassRewriter(writer, reader.getClassName(), traits, calls), 0);
    return writer.toByteArray();
  }

  /** Returns the traits of a class that may access the fields of this one, and the reverse; else null. */
  private @Nullable Traits traits(String owner) {
    if (!outermost(owner).equals(outermost(name))) {
      return null;
    }
    return nest.computeIfAbsent(owner, key -> {
      try (InputStream in = ClassRewriter.class.getResourceAsStream("/" + owner + ".class")) {
        return new Traits(new ClassReader(Objects.requireNonNull(in)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static String outermost(String name) {
    int dollar = name.indexOf('$');
    return dollar < 0 ? name : name.substring(0, dollar);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, method, descriptor, signature, exceptions);
    return switch (method) {
      case "<clinit>" -> next;
      case "<init>" -> new ConstructorRewriter(next, simpleName, !traits.fields.isEmpty());
      default -> new MethodRewriter(next, simpleName + "." + method, this::traits, calls);
    };
  }
}

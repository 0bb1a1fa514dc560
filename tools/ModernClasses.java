import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/**
 * Lifts classes of a jar to the class file format of Java 8. The JDK's AOT cache leaves out classes
 * older than Java 6, and with picocli's it leaves out a fifth of what a command does.
 *
 * <pre>java -cp asm.jar:asm-commons.jar tools/ModernClasses.java cli.jar picocli</pre>
 */
public final class ModernClasses {
  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        FileSystem files = FileSystems.newFileSystem(jar);
        Stream<Path> below = Files.walk(files.getPath(arguments[1]))) {
      List<Path> all = below.filter(file -> file.toString().endsWith(".class")).toList();
      for (Path file : all) {
        Files.write(file, lifted(Files.readAllBytes(file), classes));
      }
      System.out.println(all.size() + " classes lifted");
    }
  }

  private static byte[] lifted(byte[] bytes, ClassLoader classes) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return classes;
          }
        };
    new ClassReader(bytes).accept(new Lift(writer), 0);
    return writer.toByteArray();
  }

  private static final class Lift extends ClassVisitor {
    Lift(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String parent,
        String[] interfaces) {
      super.visit(Math.max(version, Opcodes.V1_8), access, name, signature, parent, interfaces);
    }

    /** Subroutines are not allowed any more. */
    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new JSRInlinerAdapter(next, access, name, descriptor, signature, exceptions);
    }
  }
}

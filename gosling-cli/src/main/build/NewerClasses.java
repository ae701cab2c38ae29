import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar anew with its classes in the format of Java 8. The JVM's class cache takes no class older than Java 6, since
 * those are verified in another way; the code stays the same, and what the newer way of verification needs is added.
 */
final class NewerClasses {

    private static final String NOTE = "The classes of this jar were rewritten in the format of Java 8, without other changes.\n";

    private NewerClasses() {}

    /** Takes the jar to read and the jar to write. */
    public static void main(String[] args) throws IOException {
        var from = Path.of(args[0]);
        try (var loader = new URLClassLoader(new URL[] {from.toUri().toURL()});
                var in = new ZipInputStream(Files.newInputStream(from));
                var out = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            var hierarchy = ClassHierarchyResolver.ofResourceParsing(loader);
            var format = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ConstantPoolSharingOption.NEW_POOL,
                    ClassHierarchyResolverOption.of(hierarchy));
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                boolean isClass = entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
                byte[] content = in.readAllBytes();
                write(out, entry.getName(), isClass ? newer(format, content) : content);
            }
            write(out, "META-INF/CHANGES", NOTE.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] newer(ClassFile format, byte[] content) {
        ClassTransform version = (builder, element) ->
                builder.with(element instanceof ClassFileVersion ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0) : element);
        // Code passed through element by element is written anew, with its stack maps.
        var code = ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
        byte[] newer = format.transformClass(format.parse(content), version.andThen(code));
        var problems = format.verify(newer);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("rewriting a class: " + problems.getFirst().getMessage());
        }
        return newer;
    }

    private static void write(ZipOutputStream out, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}

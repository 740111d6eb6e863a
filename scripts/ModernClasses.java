import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * java scripts/ModernClasses.java JAR…: gives classes that were compiled for Java 5 the form of Java 8. An AOT cache of the
 * JVM can't hold the former, nor whatever extends them; picocli's are such, and more than half of a command's start. Nothing
 * but the form changes. Running it again changes nothing.
 */
class ModernClasses {
  /** Older ones have no stack maps. */
  private static final int FIRST_WITH_STACK_MAPS = 50;

  private static final int JAVA_8 = 52;

  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      modernize(Path.of(jar));
    }
  }

  private static void modernize(Path jar) throws IOException {
    Path fresh = Files.createTempFile(jar.toAbsolutePath().getParent(), ".modern-", ".jar");
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(fresh))) {
      ClassFile form =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ConstantPoolSharingOption.NEW_POOL,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(classes)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        boolean isClass =
            entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTime(entry.getTime());
        out.putNextEntry(same);
        out.write(isClass ? modern(form, content) : content);
        out.closeEntry();
      }
    }
    Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(jar));
    Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(jar));
    Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] modern(ClassFile form, byte[] content) {
    ClassModel model = form.parse(content);
    if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
      return content;
    }
    return form.build(
        model.thisClass().asSymbol(),
        fresh -> {
          fresh.withVersion(JAVA_8, 0);
          for (var element : model) {
            switch (element) {
              case ClassFileVersion _ -> {}
              case MethodModel method ->
                  fresh.transformMethod(
                      method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
              default -> fresh.with(element);
            }
          }
        });
  }
}

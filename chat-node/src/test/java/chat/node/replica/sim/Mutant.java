package chat.node.replica.sim;

import chat.node.replica.Replica;
import chat.view.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The core with a fault planted in its source, beside the simulation, in a class loader of their
 * own. The faults' text must be found exactly once: a fault that no longer fits the source is an
 * error, not a fault that isn't caught.
 */
public final class Mutant extends ClassLoader {
  private static final String CORE = "chat.node.replica.";

  private final Map<String, byte[]> patched = new HashMap<>();

  private Mutant() {
    super(Mutant.class.getClassLoader());
  }

  /** Loads the core with the fault of this name, out of those that are planted. */
  public static ClassLoader of(String fault, Path sources) throws IOException {
    return of(
        PlantedFault.all().stream().filter(f -> f.name().equals(fault)).findFirst().orElseThrow(),
        sources);
  }

  private static Mutant of(PlantedFault fault, Path sources) throws IOException {
    Mutant mutant = new Mutant();
    mutant.compile(fault, sources);
    return mutant;
  }

  /** What the first of these seeds says that doesn't pass. */
  @SuppressWarnings("unchecked")
  static Optional<String> firstFailure(PlantedFault fault, Path sources, int seeds)
      throws ReflectiveOperationException, IOException {
    return (Optional<String>)
        Class.forName(Simulation.class.getName(), true, of(fault, sources))
            .getMethod("firstFailure", int.class, String.class)
            .invoke(null, seeds, fault.bent());
  }

  private void compile(PlantedFault fault, Path sources) throws IOException {
    Map<String, String> texts = new HashMap<>();
    for (PlantedFault.Edit edit : fault.edits()) {
      String file = edit.type() + ".java";
      if (!texts.containsKey(file)) {
        texts.put(file, Files.readString(sources.resolve(file)));
      }
      String text = texts.getOrDefault(file, "");
      int at = text.indexOf(edit.find());
      if (at < 0 || text.indexOf(edit.find(), at + 1) >= 0) {
        throw new IllegalStateException(
            "'" + fault + "' no longer fits " + file + ": not there exactly once: " + edit.find());
      }
      texts.put(file, text.replace(edit.find(), edit.replacement()));
    }
    List<Source> units =
        texts.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null))) {
      String path =
          List.of(Replica.class, View.class, NullMarked.class).stream()
              .map(Mutant::location)
              .collect(Collectors.joining(System.getProperty("path.separator")));
      List<String> options = List.of("-proc:none", "-nowarn", "-cp", path);
      if (!compiler.getTask(said, files, null, options, null, units).call()) {
        throw new IllegalStateException("'" + fault + "' doesn't compile: " + said);
      }
    }
  }

  private static String location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(CORE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] code = patched.get(name);
    if (code == null) {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        code = in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, code, 0, code.length);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("mem:///chat/node/replica/" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler makes. */
  private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    InMemory(JavaFileManager inner) {
      super(inner);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String type, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mem:///" + type + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              try {
                super.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              patched.put(type, toByteArray());
            }
          };
        }
      };
    }
  }
}

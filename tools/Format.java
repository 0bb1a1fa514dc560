import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks ({@code check}) or rewrites ({@code write}) every Java source below a folder. Files seen
 * well formatted before are known by size and time in {@code target/formatted} and not read again.
 */
final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean write = arguments[0].equals("write");
    Path root = Path.of(arguments[1]);
    Path memory = root.resolve("target/formatted");
    Set<String> known = Files.exists(memory) ? Set.copyOf(Files.readAllLines(memory)) : Set.of();
    Set<String> good = new HashSet<>();
    List<Path> different = new ArrayList<>();
    Formatter formatter = new Formatter();
    for (Path file : sources(root)) {
      if (!known.contains(state(file))) {
        String source = Files.readString(file);
        String formatted = formatter.formatSourceAndFixImports(source);
        if (!formatted.equals(source)) {
          different.add(file);
          if (!write) continue;
          Files.writeString(file, formatted);
        }
      }
      good.add(state(file));
    }
    Files.createDirectories(memory.getParent());
    Files.write(memory, good);
    different.forEach(
        file -> System.err.println((write ? "formatted " : "not formatted: ") + file));
    if (!write && !different.isEmpty()) {
      System.err.println("Run: mvn -N validate -Dformat=write");
      System.exit(1);
    }
  }

  private static String state(Path file) throws IOException {
    return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(
              file ->
                  !file.toString().contains("/target/") && !file.toString().contains("/.optima/"))
          .toList();
    }
  }
}

package io.optima.wasm.process;

import io.optima.wasm.WasmProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled modules on disk: {@code <folder>/<engine and version>/<SHA-256 of the module>}, the
 * file's own SHA-256 beside it. Nobody else may write there, since what lies there is run; a
 * damaged file counts as none.
 */
public final class CompiledFiles {
  private static final Logger LOG = LoggerFactory.getLogger(CompiledFiles.class);
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  private final Path folder;

  /** What writes a compiled module. */
  public interface Compilation {
    void writeTo(Path file) throws IOException;
  }

  /**
   * @throws IOException when the folder cannot be made or is open to others
   */
  public CompiledFiles(Path folder, String engine) throws IOException {
    this.folder = folder.resolve(engine);
    Files.createDirectories(this.folder, PosixFilePermissions.asFileAttribute(OURS));
    requireOurs(folder);
    requireOurs(this.folder);
  }

  private static void requireOurs(Path folder) throws IOException {
    Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(Files.getPosixFilePermissions(folder));
    others.removeAll(OURS);
    if (!others.isEmpty()) {
      throw new IOException(folder + " is open to others; make it 0700");
    }
  }

  /** The compiled module, if it is there and whole. */
  public Optional<Path> find(WasmProgram program) {
    Path file = folder.resolve(program.digest().hex());
    try {
      boolean isWhole =
          Files.exists(file)
              && Files.exists(digestOf(file))
              && Files.readString(digestOf(file)).equals(digest(file));
      return isWhole ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      LOG.warn("compiled module {} cannot be read and is compiled again", file, e);
      return Optional.empty();
    }
  }

  /** Keeps a compiled module; without room it is compiled again the next time. */
  public Optional<Path> keep(WasmProgram program, Compilation compilation) {
    Path file = folder.resolve(program.digest().hex());
    try {
      Path part = Files.createTempFile(folder, "part", null); // 0600
      Path digest = Files.createTempFile(folder, "part", null);
      compilation.writeTo(part);
      Files.writeString(digest, digest(part));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      Files.move(digest, digestOf(file), StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(file);
    } catch (IOException e) {
      LOG.warn("compiled module {} cannot be kept", file, e);
      return Optional.empty();
    }
  }

  private static Path digestOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  private static String digest(Path file) throws IOException {
    return WasmProgram.digest(Files.readAllBytes(file)).hex();
  }
}

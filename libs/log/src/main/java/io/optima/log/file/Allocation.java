package io.optima.log.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.optima.log.JournalFiles.NoRoomException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Has a file's space allocated without writing it: {@code posix_fallocate} of Linux. */
final class Allocation {
  private static final int WRITE_ONLY = 1;
  private static final int INTERRUPTED = 4;
  private static final int NO_SPACE = 28;
  private static final int QUOTA_EXCEEDED = 122;

  private static final @Nullable MethodHandle OPEN = linux("open", JAVA_INT, ADDRESS, JAVA_INT);
  private static final @Nullable MethodHandle CLOSE = linux("close", JAVA_INT, JAVA_INT);
  private static final @Nullable MethodHandle ALLOCATE =
      linux("posix_fallocate", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);

  private Allocation() {}

  @SuppressWarnings("restricted") // functions of libc, with their types
  private static @Nullable MethodHandle linux(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(function -> linker.downcallHandle(function, FunctionDescriptor.of(result, arguments)))
        .orElse(null);
  }

  /**
   * Gives an existing file that size and the space for it, which reads as zeros.
   *
   * @return false when the system cannot: nothing has changed then
   * @throws NoRoomException when the disk is full
   */
  static boolean allocate(Path path, long bytes) throws IOException {
    MethodHandle open = OPEN;
    MethodHandle close = CLOSE;
    MethodHandle allocate = ALLOCATE;
    if (open == null || close == null || allocate == null) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toAbsolutePath().toString());
      int file = (int) open.invokeExact(name, WRITE_ONLY);
      if (file < 0) {
        return false;
      }
      try {
        return allocated(path, allocate, file, bytes);
      } finally {
        int _ = (int) close.invokeExact(file);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean allocated(Path path, MethodHandle allocate, int file, long bytes)
      throws Throwable {
    int error;
    do {
      error = (int) allocate.invokeExact(file, 0L, bytes);
    } while (error == INTERRUPTED);
    if (error == NO_SPACE || error == QUOTA_EXCEEDED) {
      throw new NoRoomException("No space left on device for " + bytes + " bytes of " + path);
    }
    return error == 0;
  }
}

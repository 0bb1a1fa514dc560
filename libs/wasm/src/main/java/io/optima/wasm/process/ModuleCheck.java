package io.optima.wasm.process;

import static java.util.stream.Collectors.joining;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.CompType;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemorySection;
import run.endive.wasm.types.SubType;
import run.endive.wasm.types.TypeSection;

/** What a module has to be, and what it must not ask for, before it is compiled. */
public final class ModuleCheck {
  /** Where the functions of WASI preview 1 are. */
  public static final String WASI = "wasi_snapshot_preview1";

  /** All of preview 1 but the sockets and the signals. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          ("args_get args_sizes_get environ_get environ_sizes_get clock_res_get clock_time_get"
                  + " fd_advise fd_allocate fd_close fd_datasync fd_fdstat_get fd_fdstat_set_flags"
                  + " fd_fdstat_set_rights fd_filestat_get fd_filestat_set_size"
                  + " fd_filestat_set_times fd_pread fd_prestat_get fd_prestat_dir_name fd_pwrite"
                  + " fd_read fd_readdir fd_renumber fd_seek fd_sync fd_tell fd_write"
                  + " path_create_directory path_filestat_get path_filestat_set_times path_link"
                  + " path_open path_readlink path_remove_directory path_rename path_symlink"
                  + " path_unlink_file poll_oneoff proc_exit random_get sched_yield")
              .split(" "));

  private static final int MOST_SHOWN = 5;

  private ModuleCheck() {}

  /** Refuses with INVALID_ARGUMENT, naming what is wrong. */
  public static void require(WasmProgram program, WasmModule module) {
    List<Import> unknown =
        IntStream.range(0, module.importSection().importCount())
            .mapToObj(module.importSection()::getImport)
            .filter(wanted -> !isKnown(wanted))
            .toList();
    if (!unknown.isEmpty()) {
      throw refused(program, "asks for " + names(unknown) + ", which modules do not have");
    }
    if (!hasStart(module)) {
      throw refused(program, "is not a WASI command: it exports no function _start");
    }
    int memories = module.memorySection().map(MemorySection::memoryCount).orElse(0);
    if (memories != 1 || module.memorySection().orElseThrow().getMemory(0).limits().shared()) {
      throw refused(program, "needs one memory, not shared by threads");
    }
    if (hasObjects(module.typeSection())) {
      throw refused(program, "has objects outside its memory, which no limit bounds");
    }
  }

  private static boolean isKnown(Import wanted) {
    return wanted.importType() == ExternalType.FUNCTION
        && wanted.module().equals(WASI)
        && FUNCTIONS.contains(wanted.name());
  }

  private static String names(List<Import> unknown) {
    String some =
        unknown.stream()
            .limit(MOST_SHOWN)
            .map(wanted -> Shown.of(wanted.module() + "." + wanted.name()))
            .collect(joining(", "));
    return unknown.size() > MOST_SHOWN ? some + " and more" : some;
  }

  private static boolean hasStart(WasmModule module) {
    return IntStream.range(0, module.exportSection().exportCount())
        .mapToObj(module.exportSection()::getExport)
        .anyMatch(ModuleCheck::isStart);
  }

  private static boolean isStart(Export export) {
    return export.exportType() == ExternalType.FUNCTION && export.name().equals("_start");
  }

  private static boolean hasObjects(TypeSection types) {
    for (int i = 0; i < types.subTypeCount(); i++) {
      SubType type = types.getSubType(i);
      CompType kind = type.compType();
      if (kind.structType() != null || kind.arrayType() != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * The pages a run begins with.
   *
   * @throws OptimaException RESOURCE_EXHAUSTED when they are not within its limit
   */
  public static int initialPages(WasmProgram program, WasmModule module, WasmLimits limits) {
    int pages = module.memorySection().orElseThrow().getMemory(0).limits().initialPages();
    if (pages > limits.memory() / WasmLimits.PAGE) {
      throw OptimaException.of(
          ErrorCode.RESOURCE_EXHAUSTED,
          "module %s begins with %d KiB of memory and may have %d",
          program.name(),
          pages * (WasmLimits.PAGE / 1024L),
          limits.memory() / 1024);
    }
    return pages;
  }

  /** What to say of bytes that no engine takes. */
  public static OptimaException notWebAssembly(WasmProgram program, String why, Throwable cause) {
    return new OptimaException(
        ErrorCode.INVALID_ARGUMENT,
        "module %s is not WebAssembly: %s".formatted(program.name(), why),
        cause);
  }

  private static OptimaException refused(WasmProgram program, String why) {
    return OptimaException.invalid("module %s %s", program.name(), why);
  }
}

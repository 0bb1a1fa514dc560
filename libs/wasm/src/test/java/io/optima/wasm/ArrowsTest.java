package io.optima.wasm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Modules need values and an engine; they know nothing of rows. */
@AnalyzeClasses(packages = "io.optima.wasm", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
  @ArchTest
  static final ArchRule LITTLE_IS_NEEDED =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.optima.model..",
              "io.optima.wasm..",
              "run.endive..",
              "com.github.benmanes.caffeine..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule THE_PORT_KNOWS_NO_ENGINE =
      noClasses()
          .that()
          .resideInAnyPackage("io.optima.wasm", "io.optima.wasm.process")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.wasm.endive",
              "io.optima.wasm.wasmtime",
              "run.endive.runtime..",
              "run.endive.compiler..",
              "run.endive.wasi..");

  @ArchTest
  static final ArchRule ENGINES_DO_NOT_KNOW_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("io.optima.wasm.wasmtime")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.wasm.endive", "run.endive.runtime..");
}

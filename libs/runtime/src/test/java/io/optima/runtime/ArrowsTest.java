package io.optima.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.optima.runtime",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.optima.runtime.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theKitKnowsNoService =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.gateway..",
              "io.optima.dataset..",
              "io.optima.transform..",
              "io.optima.lineage..");

  /** Services that read rows import that package; the rest of the kit stays free of engines. */
  @ArchTest
  static final ArchRule onlyItsOwnPackageWiresTheQueryEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.optima.runtime.query")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.query..");

  @ArchTest
  static final ArchRule threadsAreMadeInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.optima.runtime.thread")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(java.util.concurrent.Executors.class);
}

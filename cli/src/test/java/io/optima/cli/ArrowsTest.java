package io.optima.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.optima.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule theCommandTalksThroughTheClientOnly =
      classes()
          .that()
          .resideInAPackage("io.optima..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "io.optima.store..",
              "io.optima.query..",
              "io.optima.runtime..",
              "io.optima.gateway..",
              "org.springframework..");

  @ArchTest
  static final ArchRule outputKnowsNoCommand =
      noClasses()
          .that()
          .resideInAPackage("io.optima.cli.output")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.cli",
              "io.optima.cli.dataset",
              "io.optima.cli.transform",
              "io.optima.cli.lineage",
              "io.optima.cli.operate",
              "io.optima.cli.demo");
}

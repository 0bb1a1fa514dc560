package io.optima.launch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.optima.launch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule launchKnowsTheModelAndProcessesOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.launch..",
              "io.optima.model",
              "java..",
              "org.jspecify..",
              "com.google.errorprone..",
              "tools.jackson..",
              "redis.embedded..");

  /** Every command reads it: a mapper of objects would double what a short one takes. */
  @ArchTest
  static final ArchRule theRecordOfWhatRunsIsReadWithoutAMapper =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("RunRecord")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tools.jackson.databind..");
}

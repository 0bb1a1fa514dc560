package io.optima.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.optima.rules", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
  @ArchTest
  static final ArchRule LITTLE_IS_NEEDED =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.optima.rules",
              "io.optima.yaml",
              "io.optima.model..",
              "io.optima.identity",
              "dev.cel..",
              "com.google.common..",
              "com.google.re2j",
              "com.google.errorprone..",
              "org.apache.arrow..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule SQL_IS_WRITTEN_WITHOUT_ROWS =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Sql")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.arrow..", "dev.cel.runtime..");
}

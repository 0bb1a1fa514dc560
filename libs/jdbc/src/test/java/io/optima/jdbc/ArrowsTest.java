package io.optima.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way dependencies may point in libs/jdbc. */
@AnalyzeClasses(packages = "io.optima.jdbc", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule knowsOnlyModelAndIdentity =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.store..",
              "io.optima.query..",
              "io.optima.runtime..",
              "org.springframework..",
              "io.dapr..",
              "io.grpc..");

  /** Drivers are behind JDBC, so that a user's own is as good. */
  @ArchTest
  static final ArchRule knowsNoDriver =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.postgresql..", "org.sqlite..", "oracle..");

  @ArchTest
  static final ArchRule valuesKnowNoDatabase =
      noClasses()
          .that()
          .resideInAPackage("io.optima.jdbc.value")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..");

  @ArchTest
  static final ArchRule packagesHaveNoCycle =
      slices().matching("io.optima.jdbc.(*)..").should().beFreeOfCycles();
}

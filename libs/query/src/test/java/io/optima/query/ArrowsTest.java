package io.optima.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way dependencies may point in libs/query. */
@AnalyzeClasses(packages = "io.optima.query", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule knowsOnlyModelIdentityAndStore =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.runtime..",
              "io.optima.launch..",
              "io.optima.node.v1..",
              "org.springframework..",
              "io.dapr..",
              "io.grpc..",
              "org.apache.arrow.flight..");

  /**
   * Records travel, and lie in the journal, in the form of the wire: only this takes them apart.
   */
  @ArchTest
  static final ArchRule onlyStreamsKnowTheWire =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.optima.query.stream")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.v1..");

  /** Values of typed streams are messages too. */
  @ArchTest
  static final ArchRule onlyStreamsKnowMessages =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.optima.query.stream", "io.optima.query.protobuf")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.protobuf..");

  @ArchTest
  static final ArchRule rowsLeaveBelowSql =
      noClasses()
          .that()
          .resideInAPackage("io.optima.query.secure")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.query.sql", "io.optima.query.lineage", "io.optima.query.publish");

  @ArchTest
  static final ArchRule sqlSeesNoChunks =
      noClasses()
          .that()
          .resideInAnyPackage("io.optima.query.sql", "io.optima.query.lineage")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.store..", "io.optima.query.publish");

  @ArchTest
  static final ArchRule duckDbKnowsNoOtherRoom =
      noClasses()
          .that()
          .resideInAPackage("io.optima.query.duckdb")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.query.secure",
              "io.optima.query.sql",
              "io.optima.query.lineage",
              "io.optima.query.format",
              "io.optima.query.publish",
              "io.optima.store..");

  @ArchTest
  static final ArchRule lineageIsAboutTreesOnly =
      noClasses()
          .that()
          .resideInAPackage("io.optima.query.lineage")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.duckdb..", "org.apache.arrow..", "io.optima.query.sql");

  @ArchTest
  static final ArchRule packagesHaveNoCycle =
      slices().matching("io.optima.query.(*)..").should().beFreeOfCycles();
}

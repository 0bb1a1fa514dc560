package io.optima.transform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way dependencies may point in the transform-actor service. */
@AnalyzeClasses(packages = "io.optima.transform", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule theDomainKnowsNoTechnology =
      noClasses()
          .that()
          .resideInAPackage("io.optima.transform")
          .and()
          .doNotHaveSimpleName("TransformService")
          .and()
          .doNotHaveSimpleName("TransformConfiguration")
          .and()
          .doNotHaveSimpleName("TransformProperties")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.transform.*..",
              "io.optima.query..",
              "io.dapr..",
              "io.grpc..",
              "org.springframework..",
              "org.apache.arrow..");

  @ArchTest
  static final ArchRule turnsDoNoWork =
      noClasses()
          .that()
          .resideInAPackage("io.optima.transform.actor")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.transform.execute..", "io.optima.query..", "org.apache.arrow..");

  @ArchTest
  static final ArchRule workIsNotReachedFromOutside =
      noClasses()
          .that()
          .resideInAnyPackage("io.optima.transform.http", "io.optima.transform.yaml")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.transform.execute..", "io.optima.query.publish..");

  @ArchTest
  static final ArchRule rowsComeByTheSecuredRelationOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.query.duckdb..", "org.duckdb..");

  @ArchTest
  static final ArchRule modulesAreTheBusinessOfTheirStep =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.optima.transform.step.wasm", "io.optima.transform")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.wasm..");
}

package io.optima.dataset;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The domain knows no framework; what touches one is at the edge. */
@AnalyzeClasses(
    packages = "io.optima.dataset",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule domainKnowsNoFramework =
      noClasses()
          .that()
          .resideInAPackage("io.optima.dataset")
          .and()
          .haveSimpleNameNotEndingWith("Configuration")
          .and()
          .haveSimpleNameNotEndingWith("Service")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "io.dapr..",
              "io.grpc..",
              "reactor..",
              "io.optima.runtime..",
              "io.optima.store..",
              "io.optima.dataset.*..");

  @ArchTest
  static final ArchRule theNodeKnowsNoFramework =
      noClasses()
          .that()
          .resideInAPackage("io.optima.dataset.stream")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "io.grpc..",
              "io.micrometer..",
              "io.optima.runtime..",
              "io.optima.store..",
              "io.optima.query..",
              "io.optima.dataset.actor..",
              "io.optima.dataset.stream.*..");

  @ArchTest
  static final ArchRule daprStaysWithTheActor =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.optima.dataset.actor")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.dapr..");
}

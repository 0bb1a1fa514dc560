package io.optima.lineage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.optima.lineage", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** Apart from the classes that put the service together. */
  @ArchTest
  static final ArchRule theDomainKnowsNoTechnology =
      noClasses()
          .that()
          .resideInAPackage("io.optima.lineage")
          .and()
          .haveNameNotMatching(".*(Configuration|Properties|Service)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "java.sql..",
              "io.dapr..",
              "io.grpc..",
              "io.openlineage..",
              "io.optima.store..",
              "io.optima.runtime..",
              "io.optima.lineage.*..");

  @ArchTest
  static final ArchRule technologiesDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.optima.lineage.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.lineage.http..", "io.optima.lineage.store..", "io.dapr..");
}

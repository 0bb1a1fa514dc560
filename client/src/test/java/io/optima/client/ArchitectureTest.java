package io.optima.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.optima.client", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule usesNothingOfTheServers =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.store..",
              "io.optima.query..",
              "io.optima.runtime..",
              "io.optima.launch..",
              "io.optima.gateway..",
              "org.springframework..",
              "io.dapr..");
}

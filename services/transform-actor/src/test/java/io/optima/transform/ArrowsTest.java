package io.optima.transform;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way dependencies may point in the transform-actor service. */
@AnalyzeClasses(packages = "io.optima.transform", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule theRunKnowsNothingButTheModel =
      noClasses()
          .that()
          .resideInAPackage("io.optima.transform.run")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.optima..", "org.springframework..", "org.apache.arrow..")
                  .and(not(resideInAnyPackage("io.optima.transform.run", "io.optima.model.."))));

  @ArchTest
  static final ArchRule theDomainKnowsNoTechnology =
      noClasses()
          .that()
          .resideInAnyPackage("io.optima.transform", "io.optima.transform.definition")
          .and()
          .doNotHaveSimpleName("TransformService")
          .and()
          .doNotHaveSimpleName("TransformConfiguration")
          .and()
          .doNotHaveSimpleName("TransformProperties")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.transform.actor..",
              "io.optima.transform.execute..",
              "io.optima.transform.http..",
              "io.optima.transform.step.*..",
              "io.optima.transform.yaml..",
              "io.optima.query..",
              "io.dapr..",
              "io.grpc..",
              "org.springframework..",
              "org.apache.arrow..");

  @ArchTest
  static final ArchRule kindsOfStepsKnowOnlyWhatTheyHaveInCommon =
      noClasses()
          .that()
          .resideInAPackage("io.optima.transform.step..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.transform.actor..",
              "io.optima.transform.execute..",
              "io.optima.transform.run..",
              "org.springframework..");

  @ArchTest
  static final ArchRule turnsDoNoWork =
      noClasses()
          .that()
          .resideInAPackage("io.optima.transform.actor")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.transform.execute..",
              "io.optima.transform.step..",
              "io.optima.query..",
              "org.apache.arrow..");

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

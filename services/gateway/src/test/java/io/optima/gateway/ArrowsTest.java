package io.optima.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows point inward: doors know the domain, the domain knows no door. */
@AnalyzeClasses(packages = "io.optima.gateway", importOptions = DoNotIncludeTests.class)
final class ArrowsTest {
  @ArchTest
  static final ArchRule theDomainKnowsNoTechnology =
      noClasses()
          .that()
          .resideInAPackage("io.optima.gateway")
          .and()
          .doNotHaveSimpleName("GatewayService")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.gateway.*..",
              "io.optima.v1..",
              "io.grpc..",
              "io.dapr..",
              "org.springframework..",
              "org.apache.arrow.flight..",
              "jakarta..");

  @ArchTest
  static final ArchRule recordsAreBytesToTheDomain =
      noClasses()
          .that()
          .resideInAPackage("io.optima.gateway.stream")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.gateway.grpc..",
              "io.optima.gateway.http..",
              "io.optima.gateway.remote..",
              "io.optima.gateway.wire..",
              "io.optima.v1..",
              "io.optima.node..",
              "io.grpc..",
              "org.springframework..");

  @ArchTest
  static final ArchRule clientsOfKafkaStayInPackagesOfThatName =
      noClasses()
          .that()
          .resideOutsideOfPackage("..kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.clients..", "org.apache.kafka.common..");

  @ArchTest
  static final ArchRule debeziumStaysInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.optima.gateway.postgres")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.debezium..", "org.apache.kafka.connect..", "java.sql..");

  @ArchTest
  static final ArchRule feedingKnowsNoSource =
      noClasses()
          .that()
          .resideInAPackage("io.optima.gateway.source")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.optima.gateway.source.*..",
              "io.optima.gateway.wire..",
              "io.optima.v1..",
              "io.dapr..",
              "io.grpc..",
              "org.springframework..");

  @ArchTest
  static final ArchRule doorsDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("..http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.gateway.grpc..", "io.optima.gateway.flight..");

  @ArchTest
  static final ArchRule rowsLeaveByTheSecuredRelationOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.optima.query.duckdb..", "org.duckdb..");

  @ArchTest
  static final ArchRule translatorsStayInTheirPackage =
      classes()
          .that()
          .resideInAnyPackage(
              "io.optima.gateway.grpc", "io.optima.gateway.flight", "io.optima.gateway.http")
          .and()
          .haveSimpleNameNotEndingWith("Configuration")
          .and()
          .areTopLevelClasses()
          .should()
          .bePackagePrivate();
}

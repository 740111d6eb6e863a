package chat.controller;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows point one way: app, then adapters, then host, then the pure coordinator. */
@AnalyzeClasses(packages = "chat.controller", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportDirectionTest {
  @ArchTest
  static final ArchRule the_coordinator_is_pure =
      classes()
          .that()
          .resideInAPackage("chat.controller.coordinator..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "chat.controller.coordinator..",
                  "chat.view",
                  "java.lang",
                  "java.lang.annotation",
                  "java.lang.invoke",
                  "java.lang.runtime",
                  "java.util",
                  "java.util.function",
                  "java.util.stream",
                  "org.jspecify.annotations"));

  @ArchTest
  static final ArchRule the_host_knows_no_grpc_and_no_framework =
      noClasses()
          .that()
          .resideInAPackage("chat.controller.host..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io..",
              "jakarta..",
              "chat.proto..",
              "chat.controller.local..",
              "chat.controller.kubernetes..",
              "chat.controller.grpc..",
              "chat.controller.app..");

  @ArchTest
  static final ArchRule grpc_knows_neither_other_adapters_nor_the_app =
      noClasses()
          .that()
          .resideInAPackage("chat.controller.grpc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "chat.controller.local..",
              "chat.controller.kubernetes..",
              "chat.controller.app..",
              "io.fabric8..",
              "io.quarkus..");

  @ArchTest
  static final ArchRule kubernetes_knows_neither_other_adapters_nor_the_app =
      noClasses()
          .that()
          .resideInAPackage("chat.controller.kubernetes..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "chat.controller.local..",
              "chat.controller.grpc..",
              "chat.controller.app..",
              "io.quarkus..");

  @ArchTest
  static final ArchRule generated_classes_stay_in_grpc =
      noClasses()
          .that()
          .resideOutsideOfPackage("chat.controller.grpc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("chat.proto..", "io.grpc..");
}

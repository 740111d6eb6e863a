package chat.node;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows point one way: app, then adapters, then host, then the pure core and the chat. */
@AnalyzeClasses(packages = "chat", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportDirectionTest {

  @ArchTest
  static final ArchRule the_replica_core_is_pure =
      classes()
          .that()
          .resideInAPackage("chat.node.replica..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "chat.node.replica..",
                  "chat.view",
                  "java.lang",
                  "java.lang.invoke",
                  "java.lang.runtime",
                  "java.lang.annotation",
                  "java.util",
                  "java.util.function",
                  "java.util.stream",
                  "org.jspecify.annotations"))
          .because("its next state follows from the state and the event, and from nothing else");

  @ArchTest
  static final ArchRule the_replica_core_has_no_clock_thread_or_dice =
      noClasses()
          .that()
          .resideInAPackage("chat.node.replica..")
          .should(callMethod(System.class, "nanoTime"))
          .orShould(callMethod(System.class, "currentTimeMillis"))
          .orShould(callMethod(System.class, "getProperty", String.class))
          .orShould(callMethod(System.class, "getenv", String.class))
          .orShould(callMethod(Math.class, "random"))
          .orShould(callMethod(java.util.UUID.class, "randomUUID"))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              Thread.class,
              ThreadLocal.class,
              Runtime.class,
              Process.class,
              java.util.Random.class,
              java.util.SplittableRandom.class,
              java.util.Date.class,
              java.util.Timer.class,
              java.util.Scanner.class)
          .because("a step repeated gives the same answer");

  @ArchTest
  static final ArchRule the_replica_core_does_no_io =
      noClasses()
          .that()
          .resideInAPackage("chat.node.replica..")
          .should(dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio..", "java.net..")))
          .because("the host owns disk and network");

  @ArchTest
  static final ArchRule the_chat_knows_only_java_and_the_view =
      classes()
          .that()
          .resideInAPackage("chat.node.chat..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "chat.node.chat..", "chat.view", "java..", "org.jspecify.annotations"))
          .because(
              "applying a command is the same on every replica, whatever stores or carries it");

  @ArchTest
  static final ArchRule applying_a_command_reads_no_clock =
      noClasses()
          .that()
          .resideInAPackage("chat.node.chat..")
          .should(callMethod(System.class, "nanoTime"))
          .orShould(callMethod(System.class, "currentTimeMillis"))
          .orShould(callMethod(java.time.Instant.class, "now"))
          .orShould(callMethod(java.time.Clock.class, "systemUTC"))
          .orShould(callMethod(java.time.InstantSource.class, "system"))
          .orShould(callMethod(Math.class, "random"))
          .orShould(callMethod(java.util.UUID.class, "randomUUID"))
          .because("the primary stamps the time into the command");

  @ArchTest
  static final ArchRule the_host_knows_no_adapter =
      noClasses()
          .that()
          .resideInAPackage("chat.node.host..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "chat.node.sqlite..",
              "chat.node.grpc..",
              "chat.node.kubernetes..",
              "chat.node.app..",
              "chat.proto..",
              "io.fabric8..",
              "io.grpc..",
              "io.quarkus..",
              "java.sql..",
              "org.sqlite..");

  @ArchTest
  static final ArchRule adapters_do_not_know_each_other =
      slices()
          .matching("chat.node.(sqlite|grpc|kubernetes)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule only_the_wiring_knows_the_wiring =
      noClasses()
          .that()
          .resideOutsideOfPackage("chat.node.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("chat.node.app..");

  @ArchTest
  static final ArchRule sql_stays_in_its_adapter =
      noClasses()
          .that()
          .resideOutsideOfPackage("chat.node.sqlite..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "org.flywaydb..");

  @ArchTest
  static final ArchRule the_client_of_kubernetes_stays_in_its_adapters_and_the_wiring =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "chat.node.kubernetes..", "chat.node.app..", "chat.view.kubernetes..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..");

  @ArchTest
  static final ArchRule generated_classes_stay_in_their_adapter =
      noClasses()
          .that(
              not(resideInAnyPackage("chat.node.grpc..", "chat.node.rehearsal..", "chat.proto..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("chat.proto..");

  @ArchTest
  static final ArchRule no_node_knows_the_rehearsal =
      noClasses()
          .that()
          .resideOutsideOfPackage("chat.node.rehearsal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("chat.node.rehearsal..");

  @ArchTest
  static final ArchRule the_rehearsal_knows_nothing_of_the_node =
      noClasses()
          .that()
          .resideInAPackage("chat.node.rehearsal..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("chat.node..").and(not(resideInAPackage("chat.node.rehearsal.."))))
          .because("it is a client, and its JVM isn't the one that is watched");

  @ArchTest
  static final ArchRule the_view_knows_nothing_of_the_node =
      noClasses()
          .that()
          .resideInAPackage("chat.view..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("chat.node..", "chat.proto..", "io.grpc..", "io.quarkus..");

  @ArchTest
  static final ArchRule no_package_is_in_a_circle =
      slices().matching("chat.(**)").should().beFreeOfCycles();
}

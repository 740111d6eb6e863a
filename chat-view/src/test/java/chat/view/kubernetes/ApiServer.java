package chat.view.kubernetes;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The API server that KUBECONFIG names, and in it a namespace of one test class. */
public final class ApiServer implements AutoCloseable {
  /** The limits of tests that aren't about limits, on machines that do much else. */
  public static final ApiLimits PATIENT =
      new ApiLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofMillis(20),
          Duration.ofSeconds(1));

  private final Config admin = Config.autoConfigure(null);
  private final KubernetesClient client = KubernetesAccess.client(admin, PATIENT);
  private final List<KubernetesClient> users = new ArrayList<>();
  private final String namespace;

  public ApiServer() {
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("chat-test-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
  }

  public Config admin() {
    return admin;
  }

  /** Who may do everything. */
  public KubernetesClient client() {
    return client;
  }

  public String namespace() {
    return namespace;
  }

  /** A client that may do what the rules say, and nothing else. */
  public KubernetesClient user(String user, PolicyRule... rules) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .build())
        .create();
    client
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", user)
                .addNewSubject("", "ServiceAccount", user, namespace)
                .build())
        .create();
    KubernetesClient made =
        KubernetesAccess.client(
            new ConfigBuilder(Config.empty())
                .withMasterUrl(admin.getMasterUrl())
                .withCaCertData(admin.getCaCertData())
                .withCaCertFile(admin.getCaCertFile())
                .withOauthToken(token(user))
                .build(),
            PATIENT);
    users.add(made);
    return made;
  }

  private String token(String user) {
    return client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName(user)
        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
        .getStatus()
        .getToken();
  }

  /** What a node may do: with the one ConfigMap of this name. */
  static PolicyRule named(String configMap) {
    return new PolicyRuleBuilder()
        .withApiGroups("")
        .withResources("configmaps")
        .withResourceNames(configMap)
        .withVerbs("get", "watch", "update")
        .build();
  }

  /** What a controller may do besides: a rule can't name what doesn't exist yet. */
  static PolicyRule creating() {
    return new PolicyRuleBuilder()
        .withApiGroups("")
        .withResources("configmaps")
        .withVerbs("create")
        .build();
  }

  @Override
  public void close() {
    users.forEach(KubernetesClient::close);
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}

/* Writes a pipeline of about the given number of lines: the same bytes for the same arguments.
 *
 *     generate KIND LINES SEED [FIRST] > .gitlab-ci.yml
 *
 * Jobs are numbered from FIRST, so that several files can be parts of one pipeline. A job takes
 * twenty lines. The kinds:
 *
 *     mixed    rounds of five jobs: one builds, two test, one deploys with two secrets and one
 *              migrates with one, as in the pipelines of teams that have this problem
 *     plain    rounds of three jobs without secrets: one builds, two test
 *     secrets  each job has a secret, artifacts and a retry */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long state;
static int lines;

static unsigned long next(void)
{
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    return state >> 33;
}

#define LINE(...) (printf(__VA_ARGS__), putchar('\n'), lines++)

static void version(void)
{
    printf("        version: '%08lx%08lx%08lx%08lx'\n",
           next() & 0xffffffff, next() & 0xffffffff, next() & 0xffffffff, next() & 0xffffffff);
    lines++;
}

static void header(void)
{
    LINE("stages: [build, test, deploy]");
    LINE("variables:");
    LINE("  AZURE_KEY_VAULT_SERVER_URL: https://example-vault.vault.azure.net");
    LINE("  AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555");
    LINE("  AZURE_TENANT_ID: 66666666-7777-8888-9999-000000000000");
    LINE(".azure:");
    LINE("  image: registry.example.com/tools/azure:2.61");
    LINE("  id_tokens:");
    LINE("    AZURE_JWT:");
    LINE("      aud: https://gitlab.example.com");
    LINE("%s", "");
}

static void build(int number)
{
    LINE("build-%d:", number);
    LINE("  stage: build");
    LINE("  image: registry.example.com/tools/builder:%lu", next() % 40);
    LINE("  variables:");
    LINE("    COMPONENT: service-%d", number);
    LINE("    BUILD_FLAGS: --release --locked");
    LINE("  script:");
    LINE("    - ./ci/prepare.sh \"$COMPONENT\"");
    LINE("    - make -C \"services/$COMPONENT\" build FLAGS=\"$BUILD_FLAGS\"");
    LINE("    - echo \"built $COMPONENT from $CI_COMMIT_SHORT_SHA\"");
    LINE("  artifacts:");
    LINE("    paths:");
    LINE("      - services/service-%d/dist/", number);
    LINE("    expire_in: 1 week");
    LINE("  rules:");
    LINE("    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"");
    LINE("    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
    LINE("%s", "");
}

static void test(int number, const char *kind)
{
    LINE("%s-%d:", kind, number);
    LINE("  stage: test");
    LINE("  image: registry.example.com/tools/%s:%lu", kind, next() % 40);
    LINE("  needs:");
    LINE("    - job: build-%d", number);
    LINE("      artifacts: true");
    LINE("  variables:");
    LINE("    COMPONENT: service-%d", number);
    LINE("  before_script:");
    LINE("    - apt-get update -q");
    LINE("    - apt-get install -qy --no-install-recommends make");
    LINE("  script:");
    LINE("    - make -C \"services/$COMPONENT\" %s", kind);
    LINE("    - ./ci/collect-reports.sh \"$COMPONENT\"");
    LINE("  artifacts:");
    LINE("    when: always");
    LINE("    reports:");
    LINE("      junit: services/service-%d/report-%s.xml", number, kind);
    LINE("  retry: 1");
    LINE("  timeout: 20 minutes");
    LINE("%s", "");
}

static void deploy(int number)
{
    LINE("deploy-%d:", number);
    LINE("  extends: .azure");
    LINE("  stage: deploy");
    LINE("  needs: [test-%d, lint-%d]", number, number);
    LINE("  environment:");
    LINE("    name: production/service-%d", number);
    LINE("  secrets:");
    LINE("    DATABASE_PASSWORD:");
    LINE("      azure_key_vault:");
    LINE("        name: database-password-%d", number);
    version();
    LINE("      token: $AZURE_JWT");
    LINE("    API_KEY:");
    LINE("      azure_key_vault: {name: api-key-%d}", number);
    LINE("      token: $AZURE_JWT");
    LINE("  script:");
    LINE("    - ./ci/deploy.sh --service service-%d --key-file \"$API_KEY\"", number);
    LINE("    - ./ci/smoke-test.sh \"https://service-%d.example.com\"", number);
    LINE("  rules:");
    LINE("    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
    LINE("      when: manual");
    LINE("%s", "");
}

static void migrate(int number)
{
    LINE("migrate-%d:", number);
    LINE("  extends: .azure");
    LINE("  stage: deploy");
    LINE("  needs: [build-%d]", number);
    LINE("  secrets:");
    LINE("    DATABASE_PASSWORD:");
    LINE("      azure_key_vault:");
    LINE("        name: database-password-%d", number);
    version();
    LINE("      token: $AZURE_JWT");
    LINE("  script:");
    LINE("    - ./ci/migrate.sh --service service-%d --password-file \"$DATABASE_PASSWORD\"", number);
    LINE("    - ./ci/verify-schema.sh service-%d", number);
    LINE("  rules:");
    LINE("    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
    LINE("      changes:");
    LINE("        - services/service-%d/migrations/**/*", number);
    LINE("      when: manual");
    LINE("%s", "");
}

static void fetch(int number)
{
    LINE("fetch-%d:", number);
    LINE("  extends: .azure");
    LINE("  stage: build");
    LINE("  secrets:");
    LINE("    SERVICE_PASSWORD:");
    LINE("      azure_key_vault:");
    LINE("        name: service-password-%d", number);
    version();
    LINE("      token: $AZURE_JWT");
    LINE("  script:");
    LINE("    - ./ci/fetch.sh --service service-%d --password-file \"$SERVICE_PASSWORD\"", number);
    LINE("    - ./ci/summarize.sh service-%d > summary-%d.txt", number, number);
    LINE("  artifacts:");
    LINE("    paths: [summary-%d.txt]", number);
    LINE("    expire_in: 1 week");
    LINE("  retry: 1");
    LINE("  rules:");
    LINE("    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
    LINE("      when: manual");
    LINE("%s", "");
}

int main(int count, char **arguments)
{
    const char *kind = count > 1 ? arguments[1] : "";
    int isPlain = strcmp(kind, "plain") == 0, hasOnlySecrets = strcmp(kind, "secrets") == 0;
    if ((count != 4 && count != 5)
        || (!isPlain && !hasOnlySecrets && strcmp(kind, "mixed") != 0)) {
        fprintf(stderr, "usage: generate mixed|plain|secrets LINES SEED [FIRST]\n");
        return 2;
    }
    int wanted = atoi(arguments[2]);
    state = strtoul(arguments[3], NULL, 10);
    header();
    for (int number = count == 5 ? atoi(arguments[4]) : 1; lines < wanted; number++) {
        if (hasOnlySecrets) {
            fetch(number);
            continue;
        }
        build(number);
        if (lines < wanted) test(number, "test");
        if (lines < wanted) test(number, "lint");
        if (isPlain) continue;
        if (lines < wanted) deploy(number);
        if (lines < wanted) migrate(number);
    }
    return 0;
}

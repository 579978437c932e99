"""Pipelines for the trust report: a large one, and one in which everything is hostile."""

CLIENT = "11111111-2222-3333-4444-555555555555"

CONFIGURATION = f"""
gitlab:
  url: https://gitlab.com
  project: example/shop
  default_branch: main
  protected: {{branches: [main], tags: [v*]}}
azure:
  identities:
    - client_id: {CLIENT}
      tenant_id: 66666666-7777-8888-9999-000000000000
      credentials:
        - name: main
          issuer: https://gitlab.com
          subject: project_path:example/shop:ref_type:branch:ref:main
          audiences: [https://gitlab.com]
variables:
  - {{key: AZURE_CLIENT_ID, value: {CLIENT}}}
  - {{key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}}
"""


def large(count):
    """Jobs of several services and environments, each with a secret of its own."""
    jobs = []
    for index in range(count):
        slash = "/" if index % 9 == 0 else ""
        jobs.append(
            f"""
service-{index % 20}:job-{index}:
  id_tokens: {{AZURE_JWT: {{aud: "https://gitlab.com{slash}"}}}}
  variables:
    AZURE_KEY_VAULT_SERVER_URL: https://shop-{index % 3}.vault.azure.net
  secrets:
    PASSWORD:
      azure_key_vault: {{name: password-{index}}}
      token: $AZURE_JWT
  script: ./deploy.sh
"""
        )
    return "\n".join(jobs)


# Each tries another way out of its place: elements, attributes, scripts, styles, comments, JSON,
# templates, addresses, control characters, characters that turn the text around.
ATTACKS = [
    "</script><script>window.hacked=1</script>",
    "<img src=https://evil.example/x onerror=window.hacked=2>",
    '\\" onfocus=\\"window.hacked=3\\" autofocus=\\"',
    "' onmouseover='window.hacked=4' '",
    "</style><style>@import 'https://evil.example/x';</style>",
    "<!--<script>window.hacked=5</script>",
    "]]>\\u2028\\u2029\\e[2J\\a\\u202Etxt",
    "javascript:window.hacked=6//",
    "${alert(7)}{{constructor.constructor('window.hacked=7')()}}",
    "</title></head><svg/onload=window.hacked=8>",
    "</text></svg><iframe srcdoc='<script>parent.hacked=9</script>'>",
    '\\\\\\";window.hacked=10;//',
]


def hostile():
    """Every name and value that the page shows is an attack, as far as GitLab takes it."""
    jobs = []
    for index, attack in enumerate(ATTACKS):
        other = ATTACKS[(index + 5) % len(ATTACKS)]
        # Every second job gets as far as the comparison with the credentials.
        token = "$AZURE_JWT" if index % 2 else attack
        # GitLab fails a job whose environment has such a name, so most have none.
        environment = "" if index % 3 else "\n  environment: $ENVIRONMENT"
        jobs.append(
            f"""
"{attack}":
  id_tokens: {{"T{attack}": {{aud: "{other}"}}, AZURE_JWT: {{aud: "{other}"}}}}
  variables:
    AZURE_KEY_VAULT_SERVER_URL: "https://vault.vault.azure.net/{attack}"
    ENVIRONMENT: "{other}"{environment}
  secrets:
    "S{attack}":
      azure_key_vault: {{name: "{attack}", version: "{other}"}}
      token: "{token}"
    "U{other}":
      azure_key_vault: {{name: "{other}"}}
  script: "{attack}"
"""
        )
    return "\n".join(jobs)


def hostile_configuration():
    """The configuration lies in the same branch."""
    credentials = "".join(
        f"""
        - name: "{attack}"
          issuer: "https://gitlab.com"
          subject: "{attack}"
          audiences: ["{ATTACKS[(index + 5) % len(ATTACKS)]}"]"""
        for index, attack in enumerate(ATTACKS)
    )
    return f"""
gitlab:
  url: https://gitlab.com
  project: example/shop
  default_branch: "{ATTACKS[0]}"
azure:
  identities:
    - client_id: {CLIENT}
      credentials:{credentials}
scenarios:
  - {{name: "{ATTACKS[1]}", source: push, ref: "{ATTACKS[3]}"}}
variables:
  - {{key: AZURE_CLIENT_ID, value: {CLIENT}}}
  - {{key: AZURE_TENANT_ID, value: 66666666-7777-8888-9999-000000000000}}
"""

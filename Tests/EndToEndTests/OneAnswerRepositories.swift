import Testing

/// Small repositories, one for each way in which a file belongs to a pipeline (design 4.7).
enum OneAnswerRepositories {
  /// A repository, and the rules whose errors and warnings its files have.
  struct Repository: CustomTestStringConvertible {
    let testDescription: String
    let files: [String: String]
    let expected: [String: [String]]
  }

  /// A job whose secret names a token that it does not have (AKV202).
  static func faulty(_ job: String, token: String = "A") -> String {
    """
    \(job):
      script: x
      id_tokens: {\(token): {aud: https://gitlab.com}}
      secrets: {P: {azure_key_vault: {name: n}, token: $NOPE}}
    """
  }

  static let all: [Repository] = [
    Repository(
      testDescription: "the root that ci_config_path names",
      files: [
        ".akvlint.yml": """
        gitlab: {ci_config_path: ci/main.yml}

        """,
        "ci/main.yml": """
        include: {local: ci/part.yml}
        \(faulty("deploy"))

        """,
        "ci/part.yml": """
        \(faulty("other"))

        """,
      ],
      expected: [
        "ci/main.yml": ["AKV202"],
        "ci/part.yml": ["AKV202"],
      ]
    ),
    Repository(
      testDescription: "parts by any name",
      files: [
        ".gitlab-ci.yml": """
        include: [jobs/Deploy.gitlab-ci.yml, templates/base.yml, ci/x.yaml]

        """,
        "jobs/Deploy.gitlab-ci.yml": """
        deploy:
          extends: [.base, .token]
          stage: nowhere
          script: x

        """,
        "templates/base.yml": """
        .base:
          secrets: {P: {azure_key_vault: {name: n}, token: $T}}
        .token:
          id_tokens: {T: {aud: https://gitlab.com}}

        """,
        "ci/x.yaml": """
        \(faulty("x"))

        """,
      ],
      expected: [
        "jobs/Deploy.gitlab-ci.yml": ["AKV013"],
        "templates/base.yml": [],
        "ci/x.yaml": ["AKV202"],
        ".gitlab-ci.yml": [],
      ]
    ),
    Repository(
      testDescription: "an include of some runs",
      files: [
        ".gitlab-ci.yml": """
        include:
          - {local: ci/tag.yml, rules: [{if: $CI_COMMIT_TAG}]}
        build: {script: x}

        """,
        "ci/tag.yml": """
        \(faulty("release"))

        """,
      ],
      expected: [
        "ci/tag.yml": ["AKV202"],
        ".gitlab-ci.yml": [],
      ]
    ),
    Repository(
      testDescription: "a part of two pipelines",
      files: [
        "a/.gitlab-ci.yml": """
        include: {local: shared.yml}
        default: {id_tokens: {T: {aud: https://gitlab.com}}}

        """,
        "b/.gitlab-ci.yml": """
        include: {local: shared.yml}

        """,
        "shared.yml": """
        shared:
          script: x
          secrets: {P: {azure_key_vault: {name: n}, token: $T}}

        """,
      ],
      expected: [
        "shared.yml": ["AKV202"],
        "a/.gitlab-ci.yml": [],
        "b/.gitlab-ci.yml": [],
      ]
    ),
    Repository(
      testDescription: "a part of the root and of a folder",
      files: [
        ".gitlab-ci.yml": """
        include: {local: shared.yml}
        default: {id_tokens: {T: {aud: https://gitlab.com}}}

        """,
        "app/.gitlab-ci.yml": """
        include: {local: shared.yml}
        \(faulty("app"))

        """,
        "shared.yml": """
        shared:
          script: x
          secrets: {P: {azure_key_vault: {name: n}, token: $T}}

        """,
      ],
      expected: [
        "shared.yml": ["AKV202"],
        ".gitlab-ci.yml": [],
        "app/.gitlab-ci.yml": ["AKV202"],
      ]
    ),
    Repository(
      testDescription: "a child and its parts",
      files: [
        ".gitlab-ci.yml": """
        start:
          variables: {NAME: n}
          trigger: {include: [{local: child/.gitlab-ci.yml}]}

        """,
        "child/.gitlab-ci.yml": """
        include: {local: child/part.gitlab-ci.yml}
        plain: {script: x}

        """,
        "child/part.gitlab-ci.yml": """
        \(faulty("deploy"))

        """,
      ],
      expected: [
        "child/part.gitlab-ci.yml": ["AKV202"],
        "child/.gitlab-ci.yml": [],
        ".gitlab-ci.yml": [],
      ]
    ),
    Repository(
      testDescription: "fragments that nothing reaches",
      files: [
        "jobs/Deploy.gitlab-ci.yml": """
        deploy:
          stage: production
          needs: [build]
          extends: .azure
          secrets:
            P: {azure_key_vault: {name: shop-db}, token: $T}
          script: [!reference [.gone, script]]

        """,
        "templates/Base.gitlab-ci.yml": """
        .base:
          secrets: {P: {azure_key_vault: {name: n}, token: $T}}
        .wrong:
          secrets: {P: {azure_key_vault: {name: a_b}, token: $T}}

        """,
        "templates/scan.yml": """
        spec: {inputs: {name: {}}}
        ---
        "scan $[[ inputs.name ]]":
          script: x
          id_tokens: {A: {aud: https://gitlab.com}}
          secrets: {P: {azure_key_vault: {name: "$[[ inputs.name ]]"}, token: $A}}

        """,
        "ci/broken.yml": """
        deploy:
          script: [x

        """,
        "chart/values.yml": """
        {{ if x }}

        """,
      ],
      expected: [
        "jobs/Deploy.gitlab-ci.yml": [],
        "templates/Base.gitlab-ci.yml": ["AKV210"],
        "templates/scan.yml": [],
        "ci/broken.yml": ["AKV001"],
      ]
    ),
    Repository(
      testDescription: "a fleet with configurations",
      files: [
        ".akvlint.yml": """
        rules: {AKV202: warning}

        """,
        "a/.akvlint.yaml": """
        rules: {AKV202: off}

        """,
        "a/.gitlab-ci.yml": """
        \(faulty("a"))

        """,
        "a/deep/.gitlab-ci.yml": """
        \(faulty("deep"))

        """,
        "b/.akvlint.yml": """
        rules: {AKV202: off}

        """,
        "b/.gitlab-ci.yml": """
        \(faulty("b"))

        """,
        "c/.gitlab-ci.yml": """
        \(faulty("c"))

        """,
      ],
      expected: [
        "a/.gitlab-ci.yml": [],
        "a/deep/.gitlab-ci.yml": [],
        "b/.gitlab-ci.yml": [],
        "c/.gitlab-ci.yml": ["AKV202"],
      ]
    ),
    Repository(
      testDescription: "a folder of hidden jobs",
      files: [
        ".gitlab-ci.yml": """
        build: {script: x}

        """,
        "lib/.gitlab-ci.yml": """
        .base:
          secrets: {P: {azure_key_vault: {name: n}, token: $T}}

        """,
      ],
      expected: [
        "lib/.gitlab-ci.yml": [],
        ".gitlab-ci.yml": [],
      ]
    ),
    Repository(
      testDescription: "a fragment with a part",
      files: [
        "all.gitlab-ci.yml": """
        include: {local: parts/token.yml}
        deploy:
          extends: [.token, .base]
          script: x

        """,
        "parts/token.yml": """
        .token:
          id_tokens: {U: {aud: https://gitlab.com}}
        .base:
          secrets: {P: {azure_key_vault: {name: n}, token: $T}}

        """,
      ],
      expected: [
        "all.gitlab-ci.yml": [],
        "parts/token.yml": [],
      ]
    ),
  ]
}

extension OneAnswerRepositories {
  /// Repositories with child pipelines.
  static let children: [Repository] = [
    Repository(
      testDescription: "a child with inputs",
      files: [
        ".gitlab-ci.yml": """
        good:
          trigger: {include: [{local: child.yml, inputs: {name: shop-db}}]}
        bad:
          trigger:
            include:
              - local: child.yml
                inputs: {name: shop_db}
        wrong:
          trigger: {include: [{local: child.yml, inputs: {names: shop}}]}

        """,
        "child.yml": """
        spec: {inputs: {name: {}}}
        ---
        deploy:
          script: x
          id_tokens: {T: {aud: https://gitlab.com}}
          secrets: {P: {azure_key_vault: {name: "$[[ inputs.name ]]"}, token: $NOPE}}

        """,
      ],
      expected: [
        ".gitlab-ci.yml": ["AKV210", "AKV011", "AKV011"],
        "child.yml": ["AKV202"],
      ]
    ),
    Repository(
      testDescription: "a child of several files",
      files: [
        ".gitlab-ci.yml": """
        start:
          trigger: {include: [{local: ci/base.yml}, ci/jobs.yml, {local: 'ci/more/*.yml'}]}

        """,
        "ci/base.yml": """
        stages: [ship]
        .azure:
          script: x
          stage: ship
          id_tokens: {T: {aud: https://gitlab.com}}
          secrets: {P: {azure_key_vault: {name: shop_db}, token: $T}}

        """,
        "ci/jobs.yml": """
        include: ci/nested.yml
        deploy: {extends: .azure}
        test: {script: x, stage: test}

        """,
        "ci/nested.yml": """
        nested: {extends: .azure, secrets: {Q: {azure_key_vault: {name: n}, token: $NOPE}}}

        """,
        "ci/more/last.yml": """
        last: {extends: .other, script: x}

        """,
      ],
      expected: [
        ".gitlab-ci.yml": [],
        "ci/base.yml": ["AKV210"],
        "ci/jobs.yml": ["AKV013"],
        "ci/nested.yml": ["AKV202"],
        "ci/more/last.yml": ["AKV008"],
      ]
    ),
    Repository(
      testDescription: "a child whose path depends on the trigger",
      files: [
        ".gitlab-ci.yml": """
        a:
          variables: {APP: one}
          trigger: {include: [{local: apps/$APP.yml}]}
        b:
          variables: {APP: two}
          trigger: {include: [{local: apps/$APP.yml}]}

        """,
        "apps/one.yml": """
        \(faulty("deploy", token: "T"))

        """,
        "apps/two.yml": """
        deploy:
          script: x
          id_tokens: {T: {aud: https://gitlab.com}}
          secrets: {P: {azure_key_vault: {name: a_b}, token: $T}}

        """,
      ],
      expected: [
        ".gitlab-ci.yml": [],
        "apps/one.yml": ["AKV202"],
        "apps/two.yml": ["AKV210"],
      ]
    ),
    Repository(
      testDescription: "a child of the pipeline that ci_config_path names, and its own child",
      files: [
        ".akvlint.yml": """
        gitlab: {ci_config_path: ci/main.yml}

        """,
        "ci/main.yml": """
        start: {trigger: {include: ci/child.yml}}

        """,
        "ci/child.yml": """
        next:
          variables: {NAME: a_b}
          trigger: {include: [{local: ci/grandchild.gitlab-ci.yml, inputs: {stage: deploy}}]}

        """,
        "ci/grandchild.gitlab-ci.yml": """
        spec: {inputs: {stage: {}}}
        ---
        last:
          stage: $[[ inputs.stage ]]
          script: x
          id_tokens: {T: {aud: https://gitlab.com}}
          secrets: {P: {azure_key_vault: {name: n}, token: $NOPE}}

        """,
      ],
      expected: [
        "ci/main.yml": [],
        "ci/child.yml": [],
        "ci/grandchild.gitlab-ci.yml": ["AKV202"],
      ]
    ),
    Repository(
      testDescription: "children outside the repository",
      files: [
        ".gitlab-ci.yml": """
        generate:
          script: x
          artifacts: {paths: [out.yml]}
        dynamic:
          trigger: {include: [{artifact: out.yml, job: generate}]}
        other: {trigger: group/other}
        elsewhere:
          trigger: {include: [{project: group/templates, file: /child.yml}]}
        absent: {trigger: {include: gone.yml}}

        """
      ],
      expected: [".gitlab-ci.yml": []]
    ),
  ]
}

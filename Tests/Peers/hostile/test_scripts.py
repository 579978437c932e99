"""Scripts and Terraform files that are followed to sign-ins: their work is counted."""

import pytest

from conftest import each, rule

LOGIN = "az login --service-principal -u $A -t $B --federated-token $T"


def job(*lines, token="id_tokens: {T: {aud: x}}", **keys):
    text = f"j:\n  {token}\n" + "".join(f"  {key}: {value}\n" for key, value in keys.items())
    return text + "  script:\n    - |\n" + "".join(f"      {line}\n" for line in lines)


SCRIPTS = {
    "nested substitutions": job("az login --federated-token " + "$(echo " * 2_000 + "$T" + ")" * 2_000),
    "conditions": job(*[f'if [ "$A{number}" = x ]; then {LOGIN}; fi' for number in range(20_000)]),
    "functions": job("f0() { " + LOGIN + "; }",
                     *[f"f{number}() {{ " + f"f{number - 1}; " * 10 + "}" for number in range(1, 12)], "f11"),
    "variables that double": job("A=x", *["A=$A$A"] * 60, LOGIN),
    "replacements that double": job("A0=x", *[f"A{n}=${{A{n - 1}:-${{A{n - 1}}}}}${{A{n - 1}}}" for n in range(1, 60)], LOGIN),
    "arrays that grow": job("A=(a b)", *['A+=("${A[@]}" "${A[@]}")'] * 40, 'az login "${A[@]}" --federated-token $T'),
    "many words": job("A=xxxxxxxxxxxxxxxx", *["A=$A$A"] * 9, "B=" + "$A" * 200_000, LOGIN),
    "regular expressions": job(*[f"if [[ $L =~ (a|b|c|d)*(a+b?)+{number}$ ]]; then {LOGIN}; fi" for number in range(2_000)],
                               variables="{L: " + "a" * 15_000 + "}"),
    "large regular expressions": job(*[f"if [[ $L =~ ((a{{100}}){{100}}{number}) ]]; then {LOGIN}; fi" for number in range(3_000)],
                                     variables="{L: a}"),
    "patterns": job("case $L in", *["*a" * 50 + f"b{number}) {LOGIN};;" for number in range(2_000)], "esac",
                    variables="{L: " + "a" * 15_000 + "}"),
    "branches": job("case $L in", *[f"b{number}) {LOGIN};;" for number in range(10_000)], "esac", variables="{L: a}"),
    "patterns of tests": job(*["if [[ $L == " + "*a" * 50 + f"b{number} ]]; then {LOGIN}; fi" for number in range(2_000)],
                             variables="{L: " + "a" * 15_000 + "}"),
    "a long chain": job('[ -n "$A" ] && ' * 30_000 + "{ " + (LOGIN + "; ") * 1_000 + "}"),
    "a long test": job("if [[ " + "$A == b || " * 20_000 + "x ]]; then", *[LOGIN] * 1_000, "fi"),
    "many negations": job("if [ " + "! " * 50_000 + "x ]; then", *[LOGIN] * 1_000, "fi"),
    "here-documents": job(*[f"cat <<E{number}\n      $T\n      E{number}" for number in range(20_000)], LOGIN),
    "PowerShell blocks": job("if ($true) { " * 3_000 + "Connect-AzAccount -FederatedToken $env:T" + " }" * 3_000, tags="[windows]"),
    "PowerShell tables": job(*[f"$t{n} = @{{ FederatedToken = $env:T; Tenant = 'x' }}\n      Connect-AzAccount @t{n}" for n in range(5_000)],
                             tags="[windows]"),
}

SCRIPTS |= {
    "copies of a token": "j:\n  id_tokens: {T: {aud: x}}\n  script:\n" + each(5_000, "  - A#=$T\n") + "  - echo ok\n" * 10_000,
    "copies of a PowerShell table": job("$t0 = @{ FederatedToken = $env:T }", *[f"$t{n} = $t{n - 1}" for n in range(1, 5_000)],
                                        "Connect-AzAccount @t4999", tags="[windows]"),
    "PowerShell tables in one call": job(*[f"$t{n} = @{{ FederatedToken = $env:T }}" for n in range(5_000)],
                                         *["Connect-AzAccount" + "".join(f" @t{n}" for n in range(200))] * 50, tags="[windows]"),
    "subshells with many variables": job(*[f"A{n}=x" for n in range(5_000)], *[f"( A1=y; {LOGIN} )"] * 5_000),
    "folders": job(*["cd a"] * 20_000, LOGIN),
    "long folders": job(*["cd " + "a/" * 2_000, "cd ..", "cd -"] * 2_000, LOGIN),
    "shells in shells": job("bash -c '" + 'bash -c "' * 5_000 + LOGIN),
    "a text that is run": job(f"A='{LOGIN}'", *['A="$A; $A"'] * 40, 'eval "$A"', 'bash -c "$A"'),
    "loops": job("for i in 1 2 3 4 5 6 7 8 9; do " * 30 + LOGIN + "; done" * 30),
    "loops over many words": job("for i in " + "x " * 100_000 + f"; do {LOGIN}; done"),
    "cases in cases": job("case x in x) " * 5_000 + LOGIN),
    "subshells": job("( " * 20_000 + LOGIN + " )" * 20_000),
    "processes": job("cat " + "<(cat " * 20_000 + ")" * 20_000),
    "braces": job("az login -u " + "{a,b}" * 60 + " --federated-token $T"),
    "a range": job("az login -u {1..999999999} --federated-token $T"),
    "arithmetic": job("A=$((" + "(" * 50_000 + "1" + ")" * 50_000 + "))", LOGIN),
    "replaced parts": job("A=" + "x" * 1_000, *["A=${A//x/xx}"] * 40, LOGIN),
    "removed parts": job("A=" + "x" * 50_000, *["B=${A##*x*x*x*x*x*xy}"] * 2_000, LOGIN),
    "padding": job("A=$(printf '%0999999999d' 1)", LOGIN),
    "pipes that double": job("A=x", *["A=$(echo $A$A | sed 's/x/xx/g' | tr a b)"] * 50, LOGIN),
    "files that double": job("echo x > f.sh", *["cat f.sh f.sh >> f.sh"] * 50, ". ./f.sh", LOGIN),
    "aliases": job(*[f"alias a{n}='a{n + 1}; a{n + 1}'" for n in range(50)], "a0", LOGIN),
    "traps": job(*["trap 'az login --federated-token $T' EXIT"] * 5_000),
    "requests": job("curl https://login.microsoftonline.com/x/oauth2/v2.0/token" + " --data client_assertion=$T" * 50_000),
    "PowerShell texts in texts": job('"' + '$("' * 20_000 + LOGIN, tags="[windows]"),
    "PowerShell functions": job(*[f"function f{n} {{ f{n - 1}; f{n - 1}; f{n - 1} }}" for n in range(1, 40)], "f39", tags="[windows]"),
    "PowerShell lines that go on": job("a `\n      " * 30_000 + "b", tags="[windows]"),
    "PowerShell tables in tables": job("$p=@{" + "a=@{" * 5_000 + "}" * 5_000 + "}", "Connect-AzAccount @p", tags="[windows]"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts(repository, name):
    repository.write(".gitlab-ci.yml", SCRIPTS[name])
    repository.write(".akvlint.yml", "variables: [{key: B, value: x}]\n")
    for command in (["check"], ["predict"]):
        assert repository.run(*command).status in (0, 1, 3)


TERRAFORM = "id_tokens: {T: {aud: x}}, variables: {ARM_USE_OIDC: 'true', ARM_OIDC_TOKEN: $T, X: '#'}"

FILES_OF_SCRIPTS = {
    "scripts that call each other": {".gitlab-ci.yml": job("./a0.sh")}
    | {f"a{n}.sh": f"./a{(n + 1) % 20}.sh $T\n" * 2_000 + LOGIN + "\n" for n in range(20)},
    "big scripts": {".gitlab-ci.yml": job(*[f"./a{n}.sh" for n in range(300)])}
    | {f"a{n}.sh": "echo 'x'\n" * 19_000 + LOGIN + "\n" for n in range(300)},
    "many providers": {".gitlab-ci.yml": each(500, "j#: {" + TERRAFORM + ", script: terraform plan}\n"),
                       "main.tf": each(5_000, 'provider "azurerm" {\n client_id = "#"\n}\n')},
    "locals in a circle": {".gitlab-ci.yml": each(1_000, "j#: {" + TERRAFORM + ", script: terraform plan}\n"),
                           "main.tf": "locals {\n" + "".join(f"a{n} = local.a{(n + 1) % 5_000}\n" for n in range(5_000))
                           + '}\nprovider "azurerm" {\n client_id = local.a0\n}\n'},
    "big folders": {".gitlab-ci.yml": each(100, "j#: {" + TERRAFORM + ", script: terraform -chdir=d# plan}\n")}
    | {f"d{n}/main.tf": 'x "y" "z" {}\n' * 70_000 for n in range(100)},
}

PROVIDER = 'variable "a" {}\nprovider "azurerm" {\n client_id = var.a\n}\n'


def terraform(main, count=50, script="terraform plan", **files):
    jobs = each(count, "j#: {" + TERRAFORM + ", script: '" + script + "'}\n")
    return {".gitlab-ci.yml": jobs, "main.tf": main} | {name.replace("_", "."): text for name, text in files.items()}


FILES_OF_SCRIPTS |= {
    "files of variables": terraform(PROVIDER, 500, "terraform plan -var-file x.tfvars", x_tfvars=each(50_000, 'a# = "x"\n')),
    "a file of variables that is named often": terraform(PROVIDER, 50, "terraform plan" + " -var-file=x.tfvars" * 500, x_tfvars=each(5_000, 'a# = "x"\n')),
    "JSON of variables": terraform(PROVIDER, 500, "terraform plan -var-file x.tfvars.json", x_tfvars_json="[" * 1_000_000),
    "files that are read automatically": terraform(PROVIDER, 200, **{f"x{n}_auto_tfvars": each(5_000, 'a# = "x"\n') for n in range(100)}),
    "settings of a backend": terraform('terraform {\n backend "azurerm" {}\n}\n', 20, "terraform init" + " -backend-config=b.hcl" * 500,
                                       b_hcl=each(5_000, 'a# = "x"\n')),
    "open blocks": terraform("a " + "{" * 500_000),
    "open lists": terraform("a = " + "[" * 1_000_000),
    "open templates": terraform('locals {\n a = "' + "${" * 300_000 + '"\n}\n' + PROVIDER),
    "open here-documents": terraform("locals {\n" + each(20_000, " a# = <<E\nx\n") + "}\n" + PROVIDER),
    "open comments": terraform("/*" * 500_000),
    "locals that double": terraform('locals {\n a0 = "xxxxxxxxxx"\n' + "".join(f' a{n} = "${{local.a{n - 1}}}${{local.a{n - 1}}}"\n' for n in range(1, 60))
                                    + '}\nprovider "azurerm" {\n client_id = local.a59\n}\n'),
    "modules in a circle": terraform(each(50, 'module "m#" {\n source = "./"\n}\n')),
    "files of variables of the shell": {".gitlab-ci.yml": job(*[". ./v.env"] * 500, LOGIN), "v.env": each(20_000, "A#=x\n")},
    "scripts that double": {".gitlab-ci.yml": job(". ./a0.sh"), "a30.sh": LOGIN}
    | {f"a{n}.sh": f". ./a{n + 1}.sh\n" * 2 for n in range(30)},
    "playbooks": {".gitlab-ci.yml": job(*["ansible-playbook p.yml -e @v.yml"] * 3_000), "p.yml": "- b: c\n" * 20_000, "v.yml": "a: b\n" * 20_000},
}


@pytest.mark.parametrize("name", FILES_OF_SCRIPTS)
def test_files_of_scripts(repository, name):
    for path, text in FILES_OF_SCRIPTS[name].items():
        repository.write(path, text)
    for command in (["check"], ["predict"]):
        assert repository.run(*command).status in (0, 1, 3)




def test_what_rules_ask_of_a_script_is_read_once(repository):
    """Twenty findings in 250 kB: read again for each question, they are more than the run may read."""
    lines = [f'echo "$T" {number}' + "x" * 12_500 for number in range(20)]
    repository.write(".gitlab-ci.yml", job(*lines))
    text = rule("size(script.printed) == 0 || size(script.printed) < 0", message="{{ script.printed }}")
    repository.write("rules/TEAM950-own-rule-950.yml", text.replace("for: job", "for: script").replace("at: job.name", "at: script"))
    repository.write(".akvlint.yml", "rule_packs: [rules]\n")
    outcome = repository.run("check", "-v")
    assert "[TEAM950" in outcome.text and "[AKV501" in outcome.text
    assert "too long" not in outcome.text

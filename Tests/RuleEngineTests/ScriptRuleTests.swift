import BuiltInRules
import Evidence
import Files
import Findings
import GitLabCI
import RuleEngine
import Testing
import YAMLSyntax

/// The findings of the script rules for one command, beyond their examples.
///
/// `$F` is the file of a secret, `$V` the value of one, `$T` an ID token.
@Suite struct ScriptRuleTests {
  private static func pipeline(_ script: String, _ more: String = "") -> String {
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "      \($0)\n" }.joined()
    return """
      job:
        id_tokens: {T: {aud: https://gitlab.com}}
        secrets:
          F: {azure_key_vault: {name: f}, token: $T}
          V: {azure_key_vault: {name: v}, token: $T, file: false}
      \(more)
        script:
          - |

      """ + lines
  }

  /// The texts at which a rule finds something.
  private static func places(_ rule: String, _ text: String) throws -> [String] {
    let source = SourceText(path: ".gitlab-ci.yml", bytes: Array(text.utf8))
    var selection = RuleSelection()
    selection.selected = [rule]
    let linter = try Linter(rules: BuiltInRuleSet.all, selection: selection)
    let pipeline = Pipeline(source, in: InMemoryFiles([:]))
    return try linter.check(pipeline, evidence: ProjectEvidence()).findings.map {
      source.text(in: $0.place.span)
    }
  }

  @Test(arguments: [
    // Options
    "x --password \"«$F»\"", "x --password=«$F»", "x --db-password «${F}»", "x --token=\"«$F»\"",
    "x --client-secret «$F»", "x --api-key «$F»", "x --dbPassword «$F»", "x -Dsonar.token=«$F»",
    "x --password-file \"$F\"", "x --token-path $F", "x --password @$F", "x --key $F",
    "x --password-stdin < $F", "x --password \"$(cat $F)\"", "x --password '$F'",
    "x --password \\$F", "x --password file:$F", "x --token-id $F", "x --no-password $F",
    "cosign sign --identity-token $F i", "x --cacert $F", "x --password ${F##*/}",
    "x --password \"«${F:-none}»\"",
    "mysql -p«$F» db", "mysql -p $F", "psql -p $F", "docker login -u u -p «$F» r",
    "docker run -p $F",
    "helm registry login -p \"«$F»\" r", "sshpass -p \"«$F»\" ssh h", "sshpass -f \"$F\" ssh h",
    "redis-cli -a «$F» ping", "openssl enc -pass pass:«$F»", "openssl enc -pass file:$F",
    "sudo -u app mysql -p«$F»", "env A=b mysql -p«$F»", "env PGPASSWORD=«$F» psql",
    "x --connection \"Server=s;Password=«$F»;\"", "x \"host=h password=«$F»\"",
    "x \"password=$F\"", "vault login «$F»",
    "vault login token=«$F»", "vault kv put s/x password=«$F»", "vault kv put s/x password=@$F",
    "kubectl create secret generic s --from-literal=k=«$F»",
    "kubectl create secret generic s --from-file=k=$F", "helm upgrade --set db.password=«$F» r c",
    "helm upgrade --set-file db.password=$F r c", "docker run -e PGPASSWORD=«$F» i",
    "docker run -e PASSWORD_FILE=$F i", "terraform apply -var db_password=«$F»",
    "az keyvault secret set --name n --value «$F»", "az keyvault secret set --name n --file $F",
    "az login --service-principal -u a -p $F",
    // Headers and URLs
    "curl -H \"Authorization: Bearer «$F»\" u", "curl -H 'Authorization: Bearer $F' u",
    "curl -H \"PRIVATE-TOKEN: «$F»\" u", "curl --header=\"X-Vault-Token:«$F»\" u",
    "curl -H \"X-Path: $F\" u", "curl -H @$F u", "curl -H \"Authorization: Bearer $(cat $F)\" u",
    "x=$(curl -H \"Authorization: token «$F»\" u)", "curl -H \"x-api-key: «$F»\" u",
    "curl -u user:«$F» u", "curl -uuser:«$F» u", "curl --user \"$U:«$F»\" u",
    "curl -u \"$(cat $F)\" u",
    "curl -K $F u", "curl --cert a:b --key $F u", "git clone https://u:«$F»@h/r",
    "git clone https://«$F»@h/r",
    "psql postgres://u:«${F}»@h/d", "curl https://h/$F", "scp u@h:$F .", "cp $F u@h:x",
    // Standard input
    "echo \"«$F»\" | docker login --password-stdin",
    "printf %s \"«$F»\" | docker login --password-stdin",
    "cat $F | docker login --password-stdin", "echo $F | xargs cat",
    "echo $F | while read f; do cat $f; done",
    "echo $F | tee log", "echo $F | sed s/a/b/", "echo \"$F\" | ./x",
    "echo \"«$F»\" | ./x --token-stdin",
    "docker login --password-stdin <<< \"«$F»\"", "read -r x <<< \"$F\"",
    "echo \"path: $F\" | base64",
    "gh auth login --with-token < $F",
    // The environment
    "PGPASSWORD=«$F» psql", "export PGPASSWORD=\"«$F»\"", "export PGPASSWORD=$(cat $F)",
    "PGPASSFILE=$F psql", "export DB_PASSWORD_FILE=$F", "export DB=$F",
    "export TF_VAR_db_password=«$F»",
    "export PGPASSWORD; PGPASSWORD=$(<$F)", "declare -x GITHUB_TOKEN=«$F»",
    "echo \"//r/:_authToken=«$F»\" > .npmrc",
    // Settings that are written to a file
    "cat > f <<EOF\nA=b\nDB_PASSWORD=«$F»\nEOF", "cat > f <<'EOF'\nDB_PASSWORD=$F\nEOF",
    "cat > f <<EOF\nDB_PASSWORD_FILE=$F\nEOF", "echo \"DB_PASSWORD=«$F»\" >> .env",
    "cat > f <<EOF\ndb:\n  password: «$F»\n  path: $F\nEOF", "echo \"DB_PASSWORD=$F\"",
    "curl -d \"{\\\"name\\\": \\\"$F\\\", \\\"password\\\": \\\"«$F»\\\"}\" u",
    "curl -d '{\"api_key\":\"'\"«$F»\"'\"}' u", "curl -d '{\"password\": \"$F\"}' u",
    "printf \"export PGPASSWORD=«$F»\" > f", "echo \"F=$F\" > f",
    "sqlpackage /TargetPassword:«$F» /SourceFile:$F",
    // Fine for a file
    "cp $F x; mv $F y; chmod 600 $F; test -f $F; source $F; . $F; [ -s $F ]; ssh -i $F h; jq . $F",
    "cat <<EOF\n$F\nEOF", "ssh-add \"$F\"", "docker run -v $F:/f i", "echo $F", "x $F",
    // Changed by the script
    "F=$(cat $F)\nx --password $F", "export F=\"$(<$F)\"; x --password $F",
    "read F < $F; x --token $F",
    "F=$(cat $F) x --password-file y", "f() { F=$(cat $F); }\nx --password $F",
    "for F in a b; do x --token $F; done", "unset F; x --token $F",
    // Values
    "cat «$V»", "cat \"«$V»\" | x", "x < \"«$V»\"", "y=$(<«$V»)", "y=$(cat «$V»)", "base64 -d «$V»",
    "x --password-file «$V»", "x --password-file=«$V»", "x --from-file=a=«$V»",
    "x --from-file a=«$V»",
    "ssh -i «$V» h", "scp -i $F a h:", "grep -i $V a",
    "curl -d @«$V» u", "aws x --y fileb://«$V»", "source «$V»", "x --password $V",
    "echo $V | base64 -d > f",
    "echo \"$V\" > f; cat f", "curl -H \"Authorization: Bearer $V\" u", "cat '$V'",
    "cat <<< \"$V\"",
    "if [ -f \"$V\" ]; then cat \"$V\"; else echo no; fi", "cat ${V}.txt", "base64 -d <<< \"$V\"",
    // Names and copies
    "export API_KEY=«$F»", "export API_KEY=$F; x < $API_KEY", "export DB_PATH=$F",
    "P=$F; psql \"«$P»\"", "P=$F; x --password \"«$P»\"", "P=$(cat $F); x --password \"$P\"",
    "if a; then P=$F; fi; x --password $P", "npm config set //r/:_authToken «$F»",
    // Not known
    "x --password \"$F", "echo `x --password $F",
  ])
  func fileSecrets(marked: String) throws {
    try check("AKV215", marked)
  }

  @Test(arguments: [
    "echo «$T»", "echo \"a «${T}» b\"", "printf '%s\\n' \"«$T»\"", "echo '$T'", "echo \\$T",
    "echo ${#T}",
    "echo «${T:0:5}»", "echo ${T:+set}", "echo ${X:-«$T»}", "echo $T > f", "echo $T >> f",
    "echo $T &> f",
    "echo «$T» >&2", "echo «$T» 2>/dev/null", "echo «$T» > /dev/stderr", "echo $T > /dev/null",
    "echo $T | x", "echo «$T» | base64", "echo «$T» | base64 -w0", "echo $T | base64 -d",
    "echo «$T» | tee f",
    "echo $T | tee f > /dev/null", "echo $T | base64 > f", "echo $T | base64 | x", "x=$(echo $T)",
    "echo \"$(echo $T | cut -d. -f2)\"", "echo \"$(echo «$T»)\"", "echo «$V»", "echo $F",
    "echo \"$(cat «$F»)\"", "echo $(<«$F»)", "cat «$F»", "cat $F | x", "cat $F > f", "cat < «$F»",
    "cat \"«$F»\" || true", "x=$(cat $F)", "cat <<EOF\n«$T»\nEOF", "cat <<'EOF'\n$T\nEOF",
    "cat > f <<EOF\n$T\nEOF", "cat <<< «$V»", "head -c5 «$F»", "jq . f", "(echo $T) > f",
    "{ echo $T; } | x",
    "f() { echo $T; }; x=$(f)", "if a; then echo «$T»; fi", "a && echo «$T»", "a || cat «$F»",
    "printf -v x %s $T", "exec > f\necho $T", "«env»", "«printenv»", "printenv «T»", "printenv F",
    "env | grep A", "env A=b x", "«env» | sort", "«export» -p", "env > f", "printenv PATH",
    "T=x; echo $T", "sudo cat «$F»", "read T; echo $T", "# echo $T", "test -n \"$T\" && echo yes",
    "grep a «$F»", "grep -q a $F", "sed s/a/b/ «$F»", "sed -i s/a/b/ $F", "awk '{print}' «$F»",
    "jq -n --arg k «$V» '{k: $k}'", "jq -n --arg k $V '{k: $k}' > f", "«env» | grep T",
    "env | grep -q T", "env | grep -v T | grep V", "declare -p «V»",
    // Copies
    "x=$V; echo «$x»", "x=\"a $V\"; echo «$x»", "x=$(cat $F); echo «$x»", "x=$F; cat «$x»",
    "x=$V; x=b; echo $x", "x=$(echo $V | sha256sum); echo $x", "export x=$V; echo «$x»",
    // Tracing
    "set -x\nx «$T»", "set -ex\nx \"«$V»\"", "set -o xtrace; x «$T»", "set -x\nx $F",
    "set -x\nx $(cat «$F»)",
    "set -x\nset +x\nx $T", "set -x\n{ set +x; } 2>/dev/null\nx $T", "set -e\nx $T",
    "set -- -x; x $T",
    "if a; then set -x; fi; x $T", "[ a ] && set -x; x $T", "(set -x; y); x $T", "set -x; A=«$T» x",
    "set -x\nexport A=\"«$T»\"", "set -x; x > $T", "set -x; [ -n \"«$T»\" ]",
    "set -x; x <<EOF\n$T\nEOF",
    "bash -xc 'x «$T»'", "bash -x -c \"x «$T»\"", "bash -x x.sh", "bash -c 'x $T'", "sh -x x.sh $T",
    "set -euxo pipefail; y; x «$T»", "set -x; y=$(x «$T»)", "x $T; set -x",
  ])
  func printedTokens(marked: String) throws {
    try check("AKV501", marked)
  }

  @Test(arguments: [
    ("[out]", "echo «$T» > out/t"), ("[out/]", "echo «$T» > ./out/t"),
    ("[t.txt]", "echo «$T» >> t.txt"),
    ("[t.txt]", "echo $T > u.txt"), ("[t.txt]", "cat «$F» > t.txt"),
    ("[\"out/**/*\"]", "cp «$F» out/"),
    ("[out]", "cp «$F» $CI_PROJECT_DIR/out/x"), ("[out]", "cp $F /out/x"),
    ("[out]", "cd x; echo $T > out/t"),
    ("[out]", "echo $T > out/t; x; rm out/t"), ("[out]", "echo «$T» | tee out/t > /dev/null"),
    ("[\"*.txt\"]", "echo «$T» > t.txt"), ("[\"*.txt\"]", "echo $T > out/t.txt"),
    ("[\"out/*.txt\"]", "cat > out/t.txt <<EOF\n«$T»\nEOF"), ("[out]", "echo $F > out/t"),
    ("[out]", "«env» > out/e"), ("[out]", "env | grep A > out/e"),
    ("[out]", "«printenv» | sort > out/e"),
    ("[out]", "x=\"k: $V\"; echo \"«$x»\" > out/t"),
    ("[out]", "echo $T > $X/out/t"), ("[out]", "{ x; echo «$T»; } > out/t"),
    ("[out]", "for i in a b; do echo «$T»; done >> out/t"), ("[out]", "{ echo $T > x; } > out/t"),
  ])
  func uploadedTokens(paths: String, marked: String) throws {
    try check("AKV501", marked, more: "  artifacts: {paths: \(paths)}")
  }

  @Test(arguments: [
    "echo «$T» > t", "cp «$F» $CI_PROJECT_DIR/x", "echo $T > /tmp/t", "echo $T > ../t",
    "echo $T > $X/t", "echo $T > t; rm t", "echo $T | x > t", "cd x; echo $T > t",
  ])
  func untrackedTokens(marked: String) throws {
    try check("AKV501", marked, more: "  artifacts: {untracked: true}")
  }

  @Test(arguments: [
    ("{key: k, paths: [.c]}", "echo «$T» > .c/t"),
    ("{paths: [.c], policy: pull}", "echo $T > .c/t"),
    ("[{key: a, paths: [d]}, {key: b, paths: [.c/]}]", "cat «$F» > .c/t"),
  ])
  func cachedTokens(cache: String, marked: String) throws {
    try check("AKV501", marked, more: "  cache: \(cache)")
  }

  @Test(arguments: [
    ("AKV501", "Write-Host «$env:T»"), ("AKV501", "Write-Host \"a «${env:V}»\""),
    ("AKV501", "Write-Output \"a $(«$env:V»)\""), ("AKV501", "«$env:V»"), ("AKV501", "gc «$env:F»"),
    ("AKV501", "type «$env:F»"), ("AKV501", "«gci» env:"), ("AKV501", "«Get-ChildItem» Env:*"),
    ("AKV501", "$k = $env:V\nWrite-Host \"k: «$K»\""),
    ("AKV501", "$k = Get-Content $env:F -Raw\nWrite-Host «$k»"),
    ("AKV501", "Set-Content out/k -Value «$env:V»"), ("AKV501", "«$env:V» | Out-File out/k"),
    ("AKV501", "Add-Content -Path out/k \"K=«$env:V»\""), ("AKV501", "\"K=«$env:V»\" >> out/k"),
    ("AKV501", "Copy-Item «$env:F» out/f"), ("AKV501", "Set-Content k $env:V"),
    ("AKV501", "Write-Host '$env:V'"), ("AKV501", "Write-Host $env:V.Length"),
    ("AKV501", "$c = gc $env:F | ConvertFrom-Json"), ("AKV501", "$env:V | docker login"),
    ("AKV501", "gc $env:F | Out-Null"),
    ("AKV215", "Invoke-Sqlcmd -Password «$env:F» -Query q"),
    ("AKV215", "$env:PGPASSWORD = «$env:F»"),
    ("AKV215", "$p = $env:F\nInvoke-Sqlcmd -Password «$p»"),
    ("AKV215", "ConvertTo-SecureString «$env:F» -AsPlainText -Force"),
    ("AKV215", "irm u -Headers @{ Authorization = \"Bearer «$env:F»\" }"),
    ("AKV215", "Get-Content «$env:V»"), ("AKV215", "$p = (gc $env:F -Raw).Trim()"),
    ("AKV501", "Write-Host «$env:T.Substring»(0, 9)"), ("AKV501", "Write-Host $env:T.Length"),
    ("AKV215", "Invoke-Sqlcmd -Password «$F» -Query q"), ("AKV501", "Write-Host \"a «$T»\""),
    ("AKV215", "$F = gc $env:F -Raw\nInvoke-Sqlcmd -Password $F"),
    ("AKV501", "foreach ($T in 1, 2) { Write-Host $T }"),
    ("AKV501", "function A { param([string]$T) Write-Host $T }\nA b"),
    ("AKV215", "irm u -Body @{ name = $env:F; password = «$env:F» }"),
    ("AKV215", "Test-Path $env:F"), ("AKV215", "$s = ConvertTo-SecureString $env:V -AsPlainText"),
  ])
  func powerShell(rule: String, marked: String) throws {
    try check(rule, marked, more: "  tags: [windows]\n  artifacts: {paths: [out]}")
  }

  @Test(arguments: [
    ("  variables: {CI_DEBUG_TRACE: \"true\"}", 1), ("  variables: {CI_DEBUG_TRACE: \"false\"}", 0),
    ("  variables: {CI_DEBUG_TRACE: true}", 1), ("variables: {CI_DEBUG_TRACE: \"true\"}", 1),
    ("  variables: {CI_DEBUG_TRACE: \"false\"}\nvariables: {CI_DEBUG_TRACE: \"true\"}", 0),
    ("  rules: [{if: $A, variables: {CI_DEBUG_TRACE: \"true\"}}]", 1),
  ])
  func debugTrace(more: String, count: Int) throws {
    let top = more.split(separator: "\n").filter { $0.first != " " }.joined(separator: "\n")
    let own = more.split(separator: "\n").filter { $0.first == " " }.joined(separator: "\n")
    let text = top + "\n" + Self.pipeline("x", own)
    #expect(try Self.places("AKV501", text).count == count)
  }

  @Test(arguments: [
    "az login --federated-token «$T»", "x «$T»", "x --a=\"b «${T}»\"", "x $V $F", "x '$T'",
    "echo $T",
    "export A=$T", "A=$T x", "[ -n \"$T\" ]", "[[ $T ]]", "test $T", "f() { g; }\nf $T",
    "y=$(x «$T»)",
    "x < $T", "x <<< $T", "echo $T | x", "if x «$T»; then y; fi", "eval \"x $T\"",
    "case $T in a) ;; esac",
    "sudo x «$T»", "x ${#T}", "for i in $T; do x; done",
  ])
  func tokenArguments(marked: String) throws {
    try check("AKV502", marked)
  }

  @Test(arguments: [
    "az role assignment create --scope «/subscriptions/a»",
    "az role assignment create --scope «/subscriptions/$S»",
    "az role assignment create --scope \"«/subscriptions/${S}/»\"",
    "az role assignment create --scope=«/subscriptions/$S»",
    "az role assignment create --scope /subscriptions/a/resourceGroups/b",
    "az role assignment create --scope $S",
    "az role assignment create --scope /subscriptions/$S$R",
    "az role assignment create --scope /subscriptions/",
    "az role assignment create --role r", "az role assignment delete --scope /subscriptions/a",
    "echo az role assignment create --scope /subscriptions/a",
    "az role assignment create --scope '/subscriptions/$S'",
  ])
  func roleScopes(marked: String) throws {
    try check("AKV504", marked)
  }

  private func check(_ rule: String, _ marked: String, more: String = "") throws {
    let script = String(marked.unicodeScalars.filter { $0 != "«" && $0 != "»" }.map(Character.init))
    let expected = marked.split(separator: "«", omittingEmptySubsequences: false).dropFirst().map {
      String($0.prefix { $0 != "»" })
    }
    let found = try Self.places(rule, Self.pipeline(script, more))
    #expect(found == expected)
  }
}

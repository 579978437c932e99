import Testing
import TextFormats

@Suite struct YAMLTextTests {
  @Test(arguments: [
    ("{\"a\":1}", "a: 1\n"), ("{}", "{}\n"), ("[]", "[]\n"), ("null", "null\n"),
    ("{\"a\":{\"b\":[\"c\",{\"d\":null}]}}", "a:\n  b:\n    - c\n    -\n      d: null\n"),
    ("{\"a\":[],\"b\":{}}", "a: []\nb: {}\n"),
    // Texts that a YAML reader would misread stay quoted.
    (
      "[\"no\",\"1.0\",\"$A\",\"a: b\",\"\",\"-x\",\"True\"]",
      "- \"no\"\n- \"1.0\"\n- \"$A\"\n- \"a: b\"\n- \"\"\n- \"-x\"\n- \"True\"\n"
    ),
    ("{\"child.yml:job\":\"a\\nb\"}", "\"child.yml:job\": \"a\\nb\"\n"),
    ("{\"a\\\"b\":\"c,d]\"}", "\"a\\\"b\": \"c,d]\"\n"),
    ("{\"a\" : [ 1 , true ]}\n", "a:\n  - 1\n  - true\n"),
  ])
  func isTheSameDocument(json: String, yaml: String) {
    #expect(YAMLText.render(json: json) == yaml)
  }
}

import Testing
import TextFormats

@Suite struct YAMLTextTests {
  @Test(arguments: [
    ("{\"a\":1}", "a: 1\n"), ("{}", "{}\n"), ("[]", "[]\n"), ("null", "null\n"),
    (
      "{\"a\":{\"b\":[\"c\",{\"d\":null,\"e\":2}]}}",
      "a:\n  b:\n    - c\n    - d: null\n      e: 2\n"
    ),
    ("[[1,[2]],{}]", "- - 1\n  - - 2\n- {}\n"),
    ("{\"a\":[],\"b\":{}}", "a: []\nb: {}\n"),
    // Texts that a YAML reader would misread stay quoted.
    (
      "[\"no\",\"1.0\",\"a: b\",\"a #b\",\"a:\",\"\",\"-x\",\"True\",\".inf\",\".5\",\"*a\",\"a \",\"\\u0085\"]",
      "- \"no\"\n- \"1.0\"\n- \"a: b\"\n- \"a #b\"\n- \"a:\"\n- \"\"\n- \"-x\"\n- \"True\"\n- \".inf\"\n"
        + "- \".5\"\n- \"*a\"\n- \"a \"\n- \"\\u0085\"\n"
    ),
    (
      "[\"$A\",\"./a.sh --b='c' && d\",\".hidden\",\"/x\",\"https://a\",\"echo \\\"a\\\"\"]",
      "- $A\n- ./a.sh --b='c' && d\n- .hidden\n- /x\n- https://a\n- echo \"a\"\n"
    ),
    ("{\"child.yml:job\":\"c,d]\"}", "child.yml:job: c,d]\n"),
    // Texts of several lines are blocks, with the line breaks at their ends.
    ("{\"a\":\"b\\nc\"}", "a: |-\n  b\n  c\n"),
    ("{\"a\":\"b\\n\\n \\\"c\\\\d\\\"\\n\"}", "a: |\n  b\n\n   \"c\\d\"\n"),
    ("[\"b\\n\\n\"]", "- |+\n  b\n\n"),
    ("[[\"b\\nc\"]]", "- - |-\n    b\n    c\n"),
    ("{\"a\":\" b\\nc\"}", "a: \" b\\nc\"\n"),
    ("{\"a\":\"\\nb\"}", "a: \"\\nb\"\n"),
    ("{\"a\":\"b\\r\\nc\"}", "a: \"b\\r\\nc\"\n"),
    ("{\"a\" : [ 1 , true ]}\n", "a:\n  - 1\n  - true\n"),
  ])
  func isTheSameDocument(json: String, yaml: String) {
    #expect(YAMLText.render(json: json) == yaml)
  }
}

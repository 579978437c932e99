// Generated from rules/ by `make generate`. Do not edit.
import RuleEngine

func generatedRules() -> [RuleDefinition] {
  []
}

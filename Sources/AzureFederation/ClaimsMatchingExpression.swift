/// The expression of a flexible credential, which stands in place of a subject.
///
/// Only its text is kept so far: parsing and matching it against a token's claims belong here.
///
/// Source: Microsoft Graph beta, `federatedIdentityExpression`.
package struct ClaimsMatchingExpression: Hashable, Sendable {
  /// The version of its language; 1 is the only one that there is.
  package let languageVersion: Int
  /// The expression, such as `claims['sub'] matches 'project_path:g/p:ref_type:branch:ref:*'`.
  package let value: String

  /// An expression.
  package init(languageVersion: Int = 1, value: String) {
    self.languageVersion = languageVersion
    self.value = value
  }
}

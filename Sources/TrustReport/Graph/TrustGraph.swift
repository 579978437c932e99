/// The access paths from jobs through their ID tokens to secrets, in layers.
package struct TrustGraph: Sendable {
  /// The layers, from left to right.
  package enum Layer: Int, CaseIterable, Comparable, Sendable {
    case job
    case token
    case credential
    case application
    case vault
    case secret

    /// Its heading.
    package var title: String {
      switch self {
      case .job: "Job"
      case .token: "ID token"
      case .credential: "Federated credential"
      case .application: "Application"
      case .vault: "Vault"
      case .secret: "Secret"
      }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// The kind of a node.
  package enum Kind: Hashable, Sendable {
    /// Something that exists, as far as is known.
    case present
    /// A credential that no job uses.
    case unused
    /// Where a way ends.
    case stop
    /// Something that is not known.
    case open
  }

  /// The state of a way on an edge.
  package enum State: Int, Hashable, Comparable, Sendable {
    /// Nothing gets here, for the way ended before.
    case blocked
    /// It is trusted, and nothing in the pipeline uses it.
    case unused
    /// It is not known, here or before.
    case unknown
    /// It gets here.
    case works
    /// It ends here.
    case fails

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The letter on the edge, so that its colour is not needed; nil for none.
    package var letter: String? {
      switch self {
      case .fails: "F"
      case .unknown: "?"
      case .works, .blocked, .unused: nil
      }
    }
  }

  /// A job, a token, a credential, …, or several of them with the same outcome.
  package struct Node: Hashable, Sendable {
    /// Its layer.
    package let layer: Layer
    /// The kind.
    package let kind: Kind
    /// Its name.
    package let title: String
    /// Further details, one per line.
    package let details: [String]
  }

  /// An edge from a node to one of the next layer.
  package struct Edge: Hashable, Sendable {
    /// The index of the node that it leaves.
    package let from: Int
    /// The index of the node that it leads to.
    package let to: Int
    /// Its state: among several ways that share the edge, that of one that ends here, otherwise
    /// that of the one that gets furthest.
    package let state: State
  }

  /// The nodes, by layer and then as they first appear.
  package internal(set) var nodes: [Node] = []
  /// The edges, in the order of their nodes.
  package internal(set) var edges: [Edge] = []
  /// The ways as indices of nodes, from a job as far as each gets.
  package internal(set) var ways: [[Int]] = []
}

#if Sandbox
import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// Makes certificates for the hosts that the sandbox plays; a client that trusts it trusts them.
///
/// Its key never leaves the process, and ends with it.
final class CertificateAuthority: Sendable {
  /// The lifetime of certificates.
  private static let lifetime: TimeInterval = 24 * 3600

  /// The authority's own certificate, as PEM.
  let certificatePEM: String
  private let key: Certificate.PrivateKey
  private let name: DistinguishedName
  private let leaves = Mutex<[String: NIOSSLContext]>([:])

  /// An authority with a new key.
  init() throws {
    let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let name = try DistinguishedName { CommonName("akvlint sandbox") }
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: key.publicKey,
      notValidBefore: Date(timeIntervalSinceNow: -60),
      notValidAfter: Date(timeIntervalSinceNow: Self.lifetime),
      issuer: name,
      subject: name,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        Critical(KeyUsage(keyCertSign: true))
        SubjectKeyIdentifier(hash: key.publicKey)
      },
      issuerPrivateKey: key
    )
    self.key = key
    self.name = name
    certificatePEM = try certificate.serializeAsPEM().pemString
  }

  /// The TLS settings of a server that plays a host.
  ///
  /// - Parameters:
  ///   - host: The host.
  ///   - isExpired: Whether its certificate has run out.
  /// - Returns: The settings of its end of the encryption.
  /// - Throws: That the certificate cannot be made.
  func context(for host: String, isExpired: Bool) throws -> NIOSSLContext {
    let known = leaves.withLock { $0[host] }
    if let known { return known }
    let context = try makeContext(for: host, isExpired: isExpired)
    return leaves.withLock { leaves in
      leaves[host] = leaves[host] ?? context
      return leaves[host] ?? context
    }
  }

  private func makeContext(for host: String, isExpired: Bool) throws -> NIOSSLContext {
    let leafKey = P256.Signing.PrivateKey()
    let publicKey = Certificate.PrivateKey(leafKey).publicKey
    let end = isExpired ? -60 : Self.lifetime
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: publicKey,
      notValidBefore: Date(timeIntervalSinceNow: -3600),
      notValidAfter: Date(timeIntervalSinceNow: end),
      issuer: name,
      subject: try DistinguishedName { CommonName(String(host.prefix(64))) },
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([.serverAuth])
        SubjectAlternativeNames([.dnsName(host)])
        AuthorityKeyIdentifier(
          keyIdentifier: SubjectKeyIdentifier(hash: key.publicKey).keyIdentifier
        )
      },
      issuerPrivateKey: key
    )
    let pem = try certificate.serializeAsPEM().pemString
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)).map { .certificate($0) },
        privateKey: .privateKey(
          NIOSSLPrivateKey(bytes: Array(leafKey.pemRepresentation.utf8), format: .pem)
        )
      )
    )
  }
}
#endif

#if Sandbox
/// Counts the requests in each period of a rate limit.
struct RequestMeter: Sendable {
  private var end = 0
  private var count = 0

  /// The state of the limit after a request.
  struct Reading: Sendable {
    let limit: SandboxSetup.RateLimit
    /// The requests of the period, this one included.
    let observed: Int
    /// When the next period begins, in seconds since 1970.
    let reset: Int
    /// The seconds until then.
    let wait: Int

    /// Whether the request is refused.
    var isExceeded: Bool { observed > limit.requests }

    /// The headers that name the limit.
    ///
    /// Source: GitLab, "Rate limits", "Response headers".
    var headers: [(name: String, value: String)] {
      [
        ("RateLimit-Limit", String(limit.requests)),
        ("RateLimit-Name", "throttle_authenticated_api"),
        ("RateLimit-Observed", String(observed)),
        ("RateLimit-Remaining", String(max(limit.requests - observed, 0))),
        ("RateLimit-Reset", String(reset)),
      ]
    }

    /// The answer to a request beyond the limit.
    var refusal: SandboxAnswer {
      var answer = SandboxAnswer(429, type: "text/plain", body: "Retry later\n")
      answer.headers += headers + [(name: "Retry-After", value: String(wait))]
      return answer
    }
  }

  /// Counts a request.
  mutating func count(_ limit: SandboxSetup.RateLimit, at now: Int) -> Reading {
    if now >= end {
      end = now + limit.seconds
      count = 0
    }
    count += 1
    return Reading(limit: limit, observed: count, reset: end, wait: max(end - now, 1))
  }
}
#endif

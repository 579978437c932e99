#if Live && Sandbox
import AzureSandbox
import Testing

/// All tests in front of a sandbox, one after the other: they measure what is under way at once, and
/// how long it takes.
@Suite("In front of the sandbox", .serialized) struct SandboxTests {}
#endif

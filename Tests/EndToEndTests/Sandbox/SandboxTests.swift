#if Live && Sandbox
import AzureSandbox
import Testing

/// All tests with a sandbox, one after the other: they measure how many requests run at once, and
/// how long it takes.
@Suite("With the sandbox", .serialized) struct SandboxTests {}
#endif

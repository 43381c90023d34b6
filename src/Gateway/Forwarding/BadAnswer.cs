using Gateway.Protocol;

namespace Gateway.Forwarding;

/// <summary>What is wrong with an answer, before it is told of which backend.</summary>
internal sealed record BadAnswer(BackendFailure Kind, string Message);

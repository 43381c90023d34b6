using Gateway.Protocol;

namespace Gateway.Streaming;

/// <summary>
/// Counts what all streams hold back together, so that many at a time cannot take all memory: what came before an answer began, and
/// events that have not ended yet.
/// </summary>
internal sealed class HoldBudget : ByteBudget;

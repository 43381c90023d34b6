using Gateway.Wire.Bytes;

namespace Gateway.Wire.Streams;

/// <summary>
/// Counts the bytes that all streams hold back together, so that many at once cannot take all memory: data that arrived before an answer
/// began, and events that have not ended yet.
/// </summary>
internal sealed class HoldBudget : ByteBudget;

using Gateway.Wire.Bytes;

namespace Gateway.Requests;

/// <summary>Counts the bytes of all request bodies together, so that many large ones at once cannot take all memory.</summary>
internal sealed class BodyBudget : ByteBudget;

using Gateway.Protocol;

namespace Gateway.Requests;

/// <summary>Counts what all request bodies hold together, so that many large ones at a time cannot take all memory.</summary>
internal sealed class BodyBudget : ByteBudget;

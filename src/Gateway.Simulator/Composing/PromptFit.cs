using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Composing;

/// <summary>How a prompt fits into the context of its model.</summary>
/// <param name="Tokens">The number of its tokens that the model sees.</param>
/// <param name="Room">The number of tokens that the answer can have; null for no limit.</param>
/// <param name="Refusal">Why the prompt is refused; null when it is not.</param>
internal readonly record struct PromptFit(int Tokens, int? Room, ErrorAnswer? Refusal);

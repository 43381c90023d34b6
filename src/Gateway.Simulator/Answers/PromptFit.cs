using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Answers;

/// <summary>What becomes of a prompt in the context of its model.</summary>
/// <param name="Tokens">How many of its tokens the model sees.</param>
/// <param name="Room">How many tokens the answer can have; null: any number.</param>
/// <param name="Refusal">Why it is refused; null: it is not.</param>
internal readonly record struct PromptFit(int Tokens, int? Room, ErrorAnswer? Refusal);

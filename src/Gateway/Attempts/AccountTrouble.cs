using System.Collections.Immutable;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>A backend whose account or credential is refused.</summary>
/// <param name="Backend">Its name.</param>
/// <param name="Kind">What is refused.</param>
/// <param name="Reason">The status and code of the last refusal.</param>
/// <param name="Models">The models that were refused for it.</param>
internal sealed record AccountTrouble(string Backend, BackendFailure Kind, string Reason, ImmutableHashSet<string> Models);

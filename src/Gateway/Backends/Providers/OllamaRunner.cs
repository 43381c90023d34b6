namespace Gateway.Backends.Providers;

/// <summary>A loaded model of an Ollama.</summary>
/// <param name="Model">The model for which it was loaded.</param>
/// <param name="Digest">That model's digest; empty when the server does not tell.</param>
/// <param name="Context">The context it has; null when the server does not tell.</param>
/// <param name="Until">When it is put away if nobody uses it; null when the server does not tell.</param>
internal sealed record OllamaRunner(string Model, string Digest, int? Context, DateTimeOffset? Until)
{
    /// <summary>Whether it was loaded for a model in this pulled state: one that was pulled anew since is loaded anew.</summary>
    public bool Is(string model, string digest) =>
        Model.Equals(model, StringComparison.OrdinalIgnoreCase) && (Digest == digest || Digest.Length == 0 || digest.Length == 0);
}

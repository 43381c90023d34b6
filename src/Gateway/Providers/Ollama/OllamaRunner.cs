namespace Gateway.Providers.Ollama;

/// <summary>A loaded model of an Ollama.</summary>
/// <param name="Model">The model for which it was loaded.</param>
/// <param name="Digest">That model's digest; empty when not reported.</param>
/// <param name="Context">Its context; null when not reported.</param>
/// <param name="Until">When it is unloaded if nobody uses it; null when not reported.</param>
internal sealed record OllamaRunner(string Model, string Digest, int? Context, DateTimeOffset? Until)
{
    /// <summary>True when it was loaded for a model in this pulled state: a model that was pulled again since is loaded again.</summary>
    public bool Is(string model, string digest) =>
        Model.Equals(model, StringComparison.OrdinalIgnoreCase) && (Digest == digest || Digest.Length == 0 || digest.Length == 0);
}

namespace Gateway.Providers.Ollama;

/// <summary>Identifies a model in the version that was pulled.</summary>
/// <param name="Model">Its name as listed.</param>
/// <param name="Digest">The digest of the pulled model; empty when not reported.</param>
internal readonly record struct OllamaModelKey(string Model, string Digest);

namespace Gateway.Providers.Ollama;

/// <summary>One pulled state of a model.</summary>
/// <param name="Model">Its name as listed.</param>
/// <param name="Digest">The digest of the pulled model; empty when not reported.</param>
internal readonly record struct OllamaModelKey(string Model, string Digest);

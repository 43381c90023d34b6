using System.Collections.Concurrent;
using Gateway.Routing.Candidates;
using Gateway.Wire.Usage;

namespace Gateway.Runtime;

/// <summary>
/// Learns from finished answers how long the prompts of each model on each backend are in its own tokens, and how long its answers are.
/// Kept by name, so that a reload of the configuration loses nothing; only models that have answered are included.
/// </summary>
internal sealed class LearnedUsage
{
    /// <summary>The longest usual answer assumed for an unknown model: a page and a half of text.</summary>
    public const long DefaultOutput = 1024;

    /// <summary>More models than any installation has; a backend that keeps inventing names must not fill the memory.</summary>
    internal const int MaxModels = 4096;

    /// <summary>In bodies shorter than this, the model's template outweighs the text and says nothing about longer ones.</summary>
    internal const long LeastBytes = 256;

    private readonly ConcurrentDictionary<(string Backend, string Model), ModelUsage> _models = new();

    /// <summary>Learns from an answer that was completed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="promptBytes">The length of the prompt's text in bytes; 0 if it contains more than text.</param>
    /// <param name="told">The usage the backend reported.</param>
    public void Learn(Candidate model, long promptBytes, in TokenUsage told)
    {
        if (!_models.TryGetValue((model.Backend, model.Model), out var learned))
        {
            if (_models.Count >= MaxModels)
            {
                return;
            }

            learned = _models.GetOrAdd((model.Backend, model.Model), static _ => new ModelUsage());
        }

        if (told.Prompt is { } prompt && promptBytes >= LeastBytes)
        {
            learned.AddPrompt(promptBytes, prompt);
        }

        if (told.Output is { } output)
        {
            learned.AddOutput(output);
        }
    }

    /// <summary>
    /// Estimates the most tokens a prompt is likely to have: never more than its bytes, since a token is at least a byte.
    /// </summary>
    public long PromptUpperBound(Candidate model, long bytes) =>
        _models.TryGetValue((model.Backend, model.Model), out var learned)
            ? learned.PromptUpperBound(bytes)
            : ModelUsage.DefaultBound(bytes);

    /// <summary>The length that nineteen of twenty answers of a model stay within, in tokens.</summary>
    public long OutputP95(Candidate model) =>
        (_models.TryGetValue((model.Backend, model.Model), out var learned) ? learned.OutputP95 : null) ?? DefaultOutput;
}

using System.Collections.Concurrent;
using Gateway.Protocol;
using Gateway.Routing.Routes;

namespace Gateway.Usage;

/// <summary>
/// What finished answers taught of each model on each backend: how long its prompts are in its own tokens, and its answers. Kept by
/// names, so that a reload of the configuration loses nothing; only models that answered come here.
/// </summary>
internal sealed class LearnedUsage
{
    /// <summary>The longest usual answer of a model that is not known yet: a page and a half of text.</summary>
    public const long DefaultOutput = 1024;

    /// <summary>More models than any installation has; a backend that makes up new names all the time must not fill the memory.</summary>
    internal const int MaxModels = 4096;

    /// <summary>
    /// In bodies as short as this, what the model's template adds counts for more than the text, which says nothing of longer ones.
    /// </summary>
    internal const long LeastBytes = 256;

    private readonly ConcurrentDictionary<(string Backend, string Model), ModelUsage> _models = new();

    /// <summary>Takes a sample of an answer that came to its end.</summary>
    /// <param name="model">The model.</param>
    /// <param name="promptBytes">The length of the prompt's text, or 0 where it holds more than text.</param>
    /// <param name="told">What the backend told.</param>
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

    /// <summary>The most tokens that a prompt is likely to have: never more than its bytes, since a token is at least a byte.</summary>
    public long PromptUpperBound(Candidate model, long bytes) =>
        _models.TryGetValue((model.Backend, model.Model), out var learned)
            ? learned.PromptUpperBound(bytes)
            : ModelUsage.DefaultBound(bytes);

    /// <summary>What nineteen of twenty answers of a model stay within, in tokens.</summary>
    public long OutputP95(Candidate model) =>
        (_models.TryGetValue((model.Backend, model.Model), out var learned) ? learned.OutputP95 : null) ?? DefaultOutput;
}

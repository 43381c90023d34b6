using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>
/// The context that a run of an Ollama gives models without a <c>num_ctx</c> of their own, as far as loaded models gave it away. It is one
/// setting for all, and bounded by what each was trained for: a model that was given all it was trained for shows only that the setting
/// is not below.
/// </summary>
internal sealed class OllamaSetting
{
    private int? _exact;
    private int? _atLeast;

    /// <summary>Takes in what is loaded now: newer than whatever was seen before.</summary>
    /// <param name="loaded">The chat models without a setting of their own: what each was given, and what it was trained for.</param>
    public void See(IEnumerable<(int Given, int? Trained)> loaded)
    {
        int? exact = null;
        int? atLeast = null;
        foreach (var (given, trained) in loaded)
        {
            if (given >= trained)
            {
                atLeast = Math.Max(atLeast ?? 0, given);
            }
            else
            {
                // Where they differ, somebody asked for another one by himself, and the smaller is safe.
                exact = Math.Min(exact ?? int.MaxValue, given);
            }
        }

        if (exact is not null)
        {
            (_exact, _atLeast) = (exact, null);
        }
        else if (atLeast > _exact)
        {
            (_exact, _atLeast) = (null, atLeast);
        }
        else if (_exact is null && atLeast is not null)
        {
            _atLeast = Math.Max(_atLeast ?? 0, atLeast.Value);
        }
    }

    /// <summary>The server may be another one.</summary>
    public void Forget() => (_exact, _atLeast) = (null, null);

    /// <summary>What a model is given that is not loaded.</summary>
    /// <param name="usual">What a server of this version gives where nobody sets anything.</param>
    /// <param name="trained">What the model was trained for.</param>
    public (int Tokens, ContextSource Source) Of(int usual, int? trained)
    {
        var (setting, source) = _exact is { } exact ? (exact, ContextSource.ServerSetting)
            : _atLeast > usual ? (_atLeast.Value, ContextSource.ServerSetting)
            : (usual, ContextSource.KindsDefault);
        return (Math.Min(setting, trained ?? setting), source);
    }
}

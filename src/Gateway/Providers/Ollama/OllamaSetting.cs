using Gateway.Routing.Models;

namespace Gateway.Providers.Ollama;

/// <summary>
/// The context that a run of an Ollama gives to models without their own <c>num_ctx</c>, as far as loaded models revealed it. It is one
/// setting for all models, but none gets more than it was trained for. So a model that got all of that shows only that the setting is not
/// lower.
/// </summary>
internal sealed class OllamaSetting
{
    private int? _exact;
    private int? _atLeast;

    /// <summary>Records what is loaded now, which is newer than anything seen before.</summary>
    /// <param name="loaded">The chat models without their own setting: what each was given, and what it was trained for.</param>
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
                // If they differ, somebody requested another one; the smaller is safe.
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

    /// <summary>Forgets everything: the server may have changed.</summary>
    public void Forget() => (_exact, _atLeast) = (null, null);

    /// <summary>Returns the context that a model not loaded now would be given.</summary>
    /// <param name="usual">The default of a server of this version.</param>
    /// <param name="trained">What the model was trained for.</param>
    public (int Tokens, ContextSource Source) Of(int usual, int? trained)
    {
        var (setting, source) = _exact is { } exact ? (exact, ContextSource.ServerSetting)
            : _atLeast > usual ? (_atLeast.Value, ContextSource.ServerSetting)
            : (usual, ContextSource.KindsDefault);
        return (Math.Min(setting, trained ?? setting), source);
    }
}
